package im.linnet.failure;

import org.jspecify.annotations.Nullable;

/** One side ended the stream with an error (RFC 6120, section 4.9). */
public final class StreamException extends XmppException {

  private static final long serialVersionUID = 1L;

  /** Who ended the stream. */
  public enum By {
    /** The server, by a {@code <stream:error/>}. */
    SERVER,
    /** We, as what the server sent breaks the rules. */
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
   * The server ended the stream.
   *
   * @param error what it said
   * @return the failure
   */
  public static StreamException byServer(StreamError error) {
    return byServer(error, true);
  }

  /**
   * The server, or somebody in its place, ended the stream.
   *
   * @param error what was said
   * @param verified whether TLS had shown who says it
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
   * The server broke the rules, so we end the stream.
   *
   * @param condition the condition that names the fault
   * @param message what the server did
   * @return the failure
   */
  public static StreamException byClient(StreamError.Condition condition, String message) {
    return byClient(condition, message, null);
  }

  /**
   * The server broke the rules, so we end the stream.
   *
   * @param condition the condition that names the fault
   * @param message what the server did
   * @param cause what found it, or null
   * @return the failure
   */
  public static StreamException byClient(
      StreamError.Condition condition, String message, @Nullable Throwable cause) {
    return new StreamException(
        StreamError.of(condition, null), By.CLIENT, true, message, cause, null);
  }

  /**
   * The server broke the rules, so we end the stream.
   *
   * @param error what the server is told
   * @param message what the server did
   * @return the failure
   */
  public static StreamException byClient(StreamError error, String message) {
    return new StreamException(error, By.CLIENT, true, message, null, null);
  }

  /** {@return what was said} */
  public StreamError error() {
    return error;
  }

  /** {@return who ended the stream} */
  public By by() {
    return by;
  }

  /**
   * Tells whether it is certain who spoke. What was said before TLS may be anybody's word, and says
   * nothing about the account.
   *
   * @return false for what came from the other side in clear text
   */
  public boolean verified() {
    return verified;
  }

  /**
   * True unless the server said, after it had proved who it is or in session, what only the user
   * can do something about: see {@link StreamError.Condition#retryable}. What this side found wrong
   * with the stream is retryable: a stranger may have answered in the server's place, or another
   * user's stanza have broken the stream.
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
