package im.linnet.testkit.messenger;

/**
 * The end of a connection.
 *
 * @param connection as in {@link Received}
 * @param by who ended it
 */
public record Ended(int connection, By by) {

  /** Who ended a connection first. */
  public enum By {
    /** The client, with {@code </stream:stream>}. */
    CLIENT_CLOSE_TAG,
    /** The client, without {@code </stream:stream>}. */
    CLIENT_CUT,
    /** The service: a redirect, failure, idle rule or stream error. */
    SERVICE
  }
}
