package im.linnet.testkit.net;

/** How a connection breaks. Both sides see the same. */
public enum Cut {
  /** In good order for TCP: the end of the stream, after what was sent before. */
  FIN,
  /** By a reset: reads and writes fail; what was sent but not read yet may be lost. */
  RST,
  /** Without a sign: the connection stays up and nothing passes any more, in either direction. */
  SILENCE
}
