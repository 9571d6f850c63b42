package im.linnet.failure;

import org.jspecify.annotations.Nullable;

/**
 * The base of all failures. There are seven kinds, as callers handle them in seven ways.
 *
 * <ul>
 *   <li>{@link TransportException}: the connection failed; often worth a retry;
 *   <li>{@link StreamException}: one side ended the stream with a {@link StreamError};
 *   <li>{@link AuthenticationException}: ask for other credentials;
 *   <li>{@link StanzaException}: a request was answered with an error;
 *   <li>{@link UnreadableAnswerException}: a request was answered with a malformed result;
 *   <li>{@link RefusedException}: the client refused the operation and sent nothing;
 *   <li>{@link FilterException}: a filter of this program stopped the stanza.
 * </ul>
 *
 * <p>Unchecked, as futures carry it. Messages contain neither secrets nor stanza content.
 */
public abstract sealed class XmppException extends RuntimeException
    permits TransportException,
        StreamException,
        AuthenticationException,
        StanzaException,
        RefusedException,
        FilterException,
        JournalException,
        UnreadableAnswerException {

  private static final long serialVersionUID = 1L;

  private final transient @Nullable Where where;

  XmppException(String message, @Nullable Throwable cause, @Nullable Where where) {
    super(printable(message), cause);
    this.where = where;
  }

  /**
   * Replaces characters that could forge a log line, as parts of a message may come from a server.
   */
  private static String printable(String message) {
    StringBuilder printable = null;
    for (int i = 0; i < message.length(); i++) {
      if (!isPlain(message.charAt(i))) {
        printable = printable == null ? new StringBuilder(message) : printable;
        printable.setCharAt(i, '?');
      }
    }
    return printable == null ? message : printable.toString();
  }

  /** Whether a character is no control, format or line separator character. */
  private static boolean isPlain(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /** {@return where it occurred, or null if it did not occur on a connection} */
  public final @Nullable Where where() {
    return where;
  }

  /**
   * Whether the same call may succeed later without any change. False means that the user has to
   * act, for instance to provide other credentials, and that the client itself or a verified server
   * determined so. Failures that an attacker on the network or another user of the server can cause
   * are retryable.
   *
   * @return whether a retry may help
   */
  public abstract boolean retryable();

  /** Whether this was reported by a server that TLS had not verified. */
  boolean isHearsay() {
    return where != null && where.hearsay();
  }

  /**
   * Adds the place, if it is not known yet.
   *
   * @param place where it occurred
   * @return this if it already has a place, else a copy with the same stack trace and cause
   */
  public final XmppException at(Where place) {
    if (where != null) {
      return this;
    }
    XmppException placed = copyAt(place);
    placed.setStackTrace(getStackTrace());
    for (Throwable suppressed : getSuppressed()) {
      placed.addSuppressed(suppressed);
    }
    return placed;
  }

  /** Copies this failure, with the place. */
  abstract XmppException copyAt(Where place);

  /** {@return what happened, and where} */
  @Override
  public String getMessage() {
    return where == null ? words() : words() + " (" + where + ")";
  }

  /** {@return what happened, without the place} */
  public final String words() {
    String words = super.getMessage();
    return words == null ? getClass().getSimpleName() : words;
  }
}
