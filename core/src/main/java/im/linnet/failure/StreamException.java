package im.linnet.failure;

import org.jspecify.annotations.Nullable;

/** One side ended the stream with an error (RFC 6120, section 4.9). */
public final class StreamException extends XmppException {

  private static final long serialVersionUID = 1L;

  /** Who ended the stream. */
  public enum By {
    /** The server, with a {@code <stream:error/>}. */
    SERVER,
    /** The client, because the server violated the protocol. */
    CLIENT
  }

  private final transient StreamError error;
  private final By by;
  private final boolean verified;

  private StreamException(
      StreamError error,
      By by,
      boolean verified,
      String message,
      @Nullable Throwable cause,
      @Nullable Where where) {
    super(message, cause, where);
    this.error = error;
    this.by = by;
    this.verified = verified;
  }

  /**
   * Creates the failure for a stream that the server ended.
   *
   * @param error the error that the server sent
   * @return the failure
   */
  public static StreamException byServer(StreamError error) {
    return byServer(error, true);
  }

  /**
   * Creates the failure for a stream that the server, or an impostor, ended.
   *
   * @param error the error that was received
   * @param verified whether TLS had verified the server
   * @return the failure
   */
  public static StreamException byServer(StreamError error, boolean verified) {
    String said =
        (verified ? "The server ended the stream: " : "The stream was ended in clear text: ")
            + error.conditionName()
            + (error.text() == null ? "" : " “" + error.text() + "”");
    String remedy = verified ? error.condition().remedy() : null;
    return new StreamException(
        error,
        By.SERVER,
        verified,
        remedy == null ? said : said + ": " + remedy + ", then call connect()",
        null,
        null);
  }

  /**
   * Creates the failure for a stream that the server ended for a reason that the caller knows more
   * about.
   *
   * @param error the error that was received
   * @param verified whether TLS had verified the server, or the user trusts the network to it
   * @param message a sentence: what happened, and what to try
   * @return the failure
   */
  public static StreamException byServer(StreamError error, boolean verified, String message) {
    return new StreamException(error, By.SERVER, verified, message, null, null);
  }

  /**
   * Creates the failure for a stream that the client ends because the server violated the protocol.
   *
   * @param condition the condition sent to the server
   * @param message what the server did
   * @return the failure
   */
  public static StreamException byClient(StreamError.Condition condition, String message) {
    return byClient(condition, message, null);
  }

  /**
   * Creates the failure for a stream that the client ends because the server violated the protocol.
   *
   * @param condition the condition sent to the server
   * @param message what the server did
   * @param cause the underlying failure, or null
   * @return the failure
   */
  public static StreamException byClient(
      StreamError.Condition condition, String message, @Nullable Throwable cause) {
    return new StreamException(
        StreamError.of(condition, null), By.CLIENT, true, message, cause, null);
  }

  /**
   * Creates the failure for a stream that the client ends because the server violated the protocol.
   *
   * @param error the error sent to the server
   * @param message what the server did
   * @return the failure
   */
  public static StreamException byClient(StreamError error, String message) {
    return new StreamException(error, By.CLIENT, true, message, null, null);
  }

  /** {@return the error that was received or sent} */
  public StreamError error() {
    return error;
  }

  /** {@return who ended the stream} */
  public By by() {
    return by;
  }

  /**
   * Whether TLS had verified the sender of the error, or the user trusts the network to it. An
   * unverified error may come from anyone and says nothing about the account.
   *
   * @return false for an error received from an unverified server
   */
  public boolean verified() {
    return verified;
  }

  /**
   * False if the server, verified by TLS or in session, sent a condition that only the user can
   * fix: see {@link StreamError.Condition#retryable}. True if the client ended the stream, as an
   * impostor or another user's stanza may be at fault.
   */
  @Override
  public boolean retryable() {
    return by == By.CLIENT || isHearsay() || error.condition().retryable();
  }

  @Override
  boolean isHearsay() {
    Where where = where();
    boolean before = where == null || where.phase().compareTo(Phase.SESSION) < 0;
    return super.isHearsay() || (!verified && before);
  }

  @Override
  XmppException copyAt(Where place) {
    return new StreamException(error, by, verified, words(), getCause(), place);
  }
}
