package im.linnet.upload;

import im.linnet.failure.StanzaException;
import im.linnet.stanza.StanzaError;
import im.linnet.xml.Element;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Why a file was not transferred, read from the failure of a future, for what callers handle in
 * different ways:
 *
 * <pre>{@code
 * client
 *     .get(Uploads.class)
 *     .upload(FileSource.of("a.txt", new byte[100]))
 *     .exceptionally(
 *         failure -> {
 *           TransferProblem problem = TransferProblem.of(failure);
 *           if (problem != null && problem.reason() == TransferProblem.Reason.TOO_LARGE) {
 *             System.out.println("At most " + problem.maxBytes() + " bytes");
 *           }
 *           return null;
 *         });
 * }</pre>
 *
 * <p>Immutable.
 */
public final class TransferProblem {

  /** The kinds of problems. */
  public enum Reason {
    /**
     * The file is larger than {@link TransferProblem#maxBytes()} (XEP-0363, section 6).
     *
     * <p>What to do: take a smaller file, or share it in another way.
     */
    TOO_LARGE,
    /**
     * The user has uploaded too much; {@link TransferProblem#retryAt()} may say when there is room
     * (XEP-0363, section 6).
     *
     * <p>What to do: try again later.
     */
    QUOTA,
    /**
     * The user may not upload files.
     *
     * <p>What to do: ask the operator.
     */
    FORBIDDEN,
    /**
     * The web server answered by another status than success: {@link TransferProblem#status()}.
     *
     * <p>What to do: try again for statuses from 500 on; the link may have expired for 404 and 410.
     */
    STATUS,
    /**
     * A downloaded file has another size or hash than its metadata says.
     *
     * <p>What to do: ask the sender to share it again; do not use it.
     */
    WRONG_CONTENT,
    /**
     * The service gave another reason, which is in the {@link StanzaException}.
     *
     * <p>What to do: see the text of the error.
     */
    OTHER
  }

  private static final int DEPTH = 16;

  private final Reason reason;
  private final @Nullable Long maxBytes;
  private final @Nullable Instant retryAt;
  private final @Nullable Integer status;

  private TransferProblem(
      Reason reason, @Nullable Long maxBytes, @Nullable Instant retryAt, @Nullable Integer status) {
    this.reason = reason;
    this.maxBytes = maxBytes;
    this.retryAt = retryAt;
    this.status = status;
  }

  static TransferProblem tooLarge(long max) {
    return new TransferProblem(Reason.TOO_LARGE, max, null, null);
  }

  static TransferProblem status(int status) {
    // RFC 9110, section 15.5.14.
    return new TransferProblem(
        status == 413 ? Reason.TOO_LARGE : Reason.STATUS, null, null, status);
  }

  static TransferProblem wrongContent() {
    return new TransferProblem(Reason.WRONG_CONTENT, null, null, null);
  }

  /**
   * Reads a failure.
   *
   * @param failure the failure of a future of {@link Uploads}, or one that contains it
   * @return the problem; null if it is none of the service or the web server, such as a lost
   *     connection
   */
  public static @Nullable TransferProblem of(Throwable failure) {
    Throwable cause = failure;
    for (int i = 0; cause != null && i < DEPTH; i++) {
      if (cause instanceof WebException web) {
        return web.problem();
      }
      if (cause instanceof StanzaException refused) {
        return of(refused.error());
      }
      cause = cause.getCause();
    }
    return null;
  }

  private static TransferProblem of(StanzaError error) {
    Element said = error.application();
    if (said != null && said.is("file-too-large", Uploads.NAMESPACE)) {
      return new TransferProblem(
          Reason.TOO_LARGE, number(said.childText("max-file-size")), null, null);
    }
    if (said != null && said.is("retry", Uploads.NAMESPACE)) {
      return new TransferProblem(Reason.QUOTA, null, time(said.attribute("stamp")), null);
    }
    Reason reason =
        switch (error.condition()) {
          case RESOURCE_CONSTRAINT -> Reason.QUOTA;
          case FORBIDDEN, NOT_AUTHORIZED, NOT_ALLOWED -> Reason.FORBIDDEN;
          default -> Reason.OTHER;
        };
    return new TransferProblem(reason, null, null, null);
  }

  private static @Nullable Long number(@Nullable String text) {
    try {
      return text == null ? null : Long.valueOf(text.strip());
    } catch (NumberFormatException malformed) {
      return null;
    }
  }

  private static @Nullable Instant time(@Nullable String text) {
    try {
      return text == null ? null : OffsetDateTime.parse(text.strip()).toInstant();
    } catch (DateTimeException malformed) {
      return null;
    }
  }

  /** {@return the kind of problem} */
  public Reason reason() {
    return reason;
  }

  /** {@return the size of the largest file in bytes, or null if unknown} */
  public @Nullable Long maxBytes() {
    return maxBytes;
  }

  /** {@return when to try again, or null if the service does not say} */
  public @Nullable Instant retryAt() {
    return retryAt;
  }

  /** {@return the status of the HTTP response; empty if it was none} */
  public OptionalInt status() {
    return status == null ? OptionalInt.empty() : OptionalInt.of(status);
  }

  @Override
  public String toString() {
    return "TransferProblem[%s, maxBytes=%s, retryAt=%s, status=%s]"
        .formatted(reason, maxBytes, retryAt, status);
  }
}
