package im.linnet.testkit.messenger;

/** How the service ends a connection, after a stream error or failure if it sent one. */
public enum Ending {
  /** {@code </stream:stream>}, then close_notify and FIN. */
  CLOSE_TAG,
  /** Close_notify and FIN, without {@code </stream:stream>}. */
  FIN,
  /** RST. */
  RESET,
  /** Not at all: the client has to close. */
  WAIT
}
