package im.linnet.internal.management;

import im.linnet.connection.SavedStream;
import im.linnet.xml.Element;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the server granted by {@code <enabled/>} (XEP-0198, sections 3 and 5).
 *
 * @param id the id for resumption, or null if the stream can't be resumed
 * @param max how long after its loss the stream may be resumed
 * @param location where the server wants the stream to be resumed, as it wrote it, or null; ignored
 *     on a stream without TLS, where anybody may have written it
 */
public record ResumeTerms(@Nullable String id, Duration max, @Nullable String location) {

  private static final Duration LONGEST = Duration.ofDays(1);

  /** XEP-0198 limits ids to 4000 bytes; longer ones than this are not kept. */
  private static final int MAX_ID = 16 * 1024;

  private static final int MAX_LOCATION = 1024;

  /**
   * Reads {@code <enabled/>}; malformed attributes are treated as absent.
   *
   * @param enabled the {@code <enabled/>}
   * @param secure whether TLS protects the stream and the server's certificate was verified
   * @return the terms
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
   * The terms of a stream that another client left.
   *
   * @param saved the stream
   * @return its terms
   */
  static ResumeTerms of(SavedStream saved) {
    return new ResumeTerms(saved.id(), shortened(saved.max()), saved.location());
  }

  /**
   * How long a stream that another client left can still be resumed.
   *
   * @param saved the stream
   * @param now the time
   * @return the time that is left, not negative
   */
  static Duration left(SavedStream saved, Instant now) {
    return shortened(Duration.between(now, saved.until()));
  }

  private static Duration shortened(Duration time) {
    if (time.isNegative()) {
      return Duration.ZERO;
    }
    return time.compareTo(LONGEST) > 0 ? LONGEST : time;
  }

  private static Duration max(long seconds) {
    return seconds <= 0
        ? SavedStream.USUAL_MAX
        : Duration.ofSeconds(Math.min(seconds, LONGEST.toSeconds()));
  }

  private static @Nullable String limited(@Nullable String text, int max) {
    return text == null || text.isEmpty() || text.length() > max ? null : text;
  }

  /** {@return whether the stream can be resumed} */
  public boolean resumable() {
    return id != null;
  }
}
