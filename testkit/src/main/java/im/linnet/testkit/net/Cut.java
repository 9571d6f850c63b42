package im.linnet.testkit.net;

/** How a connection breaks. It is the same for both sides. */
public enum Cut {
  /** In order: the end of the stream, after everything sent before. */
  FIN,
  /** With a reset: reads and writes fail; data sent but not yet read may be lost. */
  RST,
  /** Silently: the connection stays open, but nothing passes any more in either direction. */
  SILENCE
}
