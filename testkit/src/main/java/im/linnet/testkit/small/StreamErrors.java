package im.linnet.testkit.small;

/** The ends of streams. */
final class StreamErrors {
  static final String CLOSE = "</stream:stream>";

  private StreamErrors() {}

  /** {@return a stream error and the closing tag (RFC 6120, section 4.9)} */
  static String of(String condition) {
    return "<stream:error><%s xmlns='%s'/></stream:error>%s"
        .formatted(condition, Ns.STREAM_ERROR, CLOSE);
  }
}
