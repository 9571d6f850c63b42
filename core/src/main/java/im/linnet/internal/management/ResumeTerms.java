package im.linnet.internal.management;

import im.linnet.connection.SavedStream;
import im.linnet.xml.Element;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the server granted by {@code <enabled/>} (XEP-0198, sections 3 and 5).
 *
 * @param id the identifier to resume the stream by, or null if it can't be resumed
 * @param max how long after its loss the stream may be resumed
 * @param location where the server wants to be reached for that, as it wrote it, or null; not taken
 *     from a stream that TLS did not protect, as anybody may have written it there
 */
public record ResumeTerms(@Nullable String id, Duration max, @Nullable String location) {

  /** What is assumed of a server that does not say; short enough for any of them. */
  static final Duration USUAL_MAX = Duration.ofMinutes(5);

  private static final Duration LONGEST = Duration.ofDays(1);

  /** Identifiers should have 4000 bytes at most; more than this is not worth keeping. */
  private static final int MAX_ID = 16 * 1024;

  private static final int MAX_LOCATION = 1024;

  /**
   * Reads the grant; what is malformed in it is as if it were absent.
   *
   * @param enabled the {@code <enabled/>}
   * @param secure whether TLS protects the stream and the server's certificate was verified
   * @return what it says
   */
  public static ResumeTerms of(Element enabled, boolean secure) {
    String resume = enabled.attribute("resume");
    boolean resumable = "true".equals(resume) || "1".equals(resume);
    return new ResumeTerms(
        resumable ? limited(enabled.attribute("id"), MAX_ID) : null,
        max(Count.read(enabled.attribute("max"))),
        secure ? limited(enabled.attribute("location"), MAX_LOCATION) : null);
  }

  /**
   * The terms of a stream that another client has left.
   *
   * @param saved the stream
   * @param now the time
   * @return what is left of its terms
   */
  static ResumeTerms of(SavedStream saved, Instant now) {
    Duration left = Duration.between(now, saved.until());
    if (left.isNegative()) {
      left = Duration.ZERO;
    }
    return new ResumeTerms(
        saved.id(), left.compareTo(LONGEST) > 0 ? LONGEST : left, saved.location());
  }

  private static Duration max(long seconds) {
    return seconds <= 0 ? USUAL_MAX : Duration.ofSeconds(Math.min(seconds, LONGEST.toSeconds()));
  }

  private static @Nullable String limited(@Nullable String text, int max) {
    return text == null || text.isEmpty() || text.length() > max ? null : text;
  }

  /** {@return whether the stream can be resumed} */
  public boolean resumable() {
    return id != null;
  }
}
