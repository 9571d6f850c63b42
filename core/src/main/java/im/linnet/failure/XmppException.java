package im.linnet.failure;

import org.jspecify.annotations.Nullable;

/**
 * What went wrong, as data: seven kinds, because callers do seven different things.
 *
 * <ul>
 *   <li>{@link TransportException}: the way to the service failed; often worth another try;
 *   <li>{@link StreamException}: one side ended the stream with a {@link StreamError};
 *   <li>{@link AuthenticationException}: ask for other credentials;
 *   <li>{@link StanzaException}: a request was answered with an error;
 *   <li>{@link UnreadableAnswerException}: a request was answered with what nobody can read;
 *   <li>{@link RefusedException}: nothing was sent, as it can't be right;
 *   <li>{@link FilterException}: a filter of this program did not let it through.
 * </ul>
 *
 * <p>Unchecked, as it travels in futures. Messages hold no secret and no content of stanzas.
 */
public abstract sealed class XmppException extends RuntimeException
    permits TransportException,
        StreamException,
        AuthenticationException,
        StanzaException,
        RefusedException,
        FilterException,
        UnreadableAnswerException {

  private static final long serialVersionUID = 1L;

  private final transient @Nullable Where where;

  XmppException(String message, @Nullable Throwable cause, @Nullable Where where) {
    super(printable(message), cause);
    this.where = where;
  }

  /** Free of what could forge a line in a log: parts of a message may come from a server. */
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

  /** Whether a character neither controls a terminal, nor ends a line, nor turns the text's way. */
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

  /** {@return where on the way it happened, or null if it has no place on a connection} */
  public final @Nullable Where where() {
    return where;
  }

  /**
   * Tells whether the same call, made again later, may succeed without any change. What decides is
   * who could have caused the failure: false means that the user has to act, such as to give other
   * credentials, and that either this side found so or the server said so after it had proved who
   * it is. Whatever a stranger on the network or another user of the server can bring about is
   * retryable.
   *
   * @return whether another try may help
   */
  public abstract boolean retryable();

  /** Whether this rests on the word of somebody who had not proved to be the server. */
  boolean isHearsay() {
    return where != null && where.hearsay();
  }

  /**
   * The same failure with its place named.
   *
   * @param place where it happened
   * @return this if its place is known already, else a copy that keeps stack trace and cause
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

  /** A copy of this failure at a place. */
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
