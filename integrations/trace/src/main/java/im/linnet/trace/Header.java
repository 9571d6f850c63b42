package im.linnet.trace;

/** The first line of a trace. */
final class Header {

  /** The field with the version of the format. */
  static final String VERSION = "linnet-trace";

  /** The field with the time of day. */
  static final String START = "start";

  /** The version that is written, and the newest that can be read. */
  static final int THIS = 1;

  private Header() {}
}
