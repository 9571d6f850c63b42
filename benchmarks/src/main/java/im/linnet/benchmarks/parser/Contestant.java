package im.linnet.benchmarks.parser;

/** One way to read a stream. */
public interface Contestant {

  /**
   * Reads a whole stream.
   *
   * @param stream its bytes
   * @param chunk the bytes available at a time, as from a socket
   * @return a number that depends on all that was read, so that no work can be optimised away
   * @throws Exception if it can't be read
   */
  long read(byte[] stream, int chunk) throws Exception;

  /**
   * The contestant with a name.
   *
   * @param name as {@link ParserBenchmark} lists them
   * @return the contestant
   */
  static Contestant named(String name) {
    return switch (name) {
      case "linnet" -> new LinnetTree();
      case "aalto-events" -> new AaltoEvents();
      case "aalto-tree" -> new AaltoTree();
      case "woodstox-events" -> new WoodstoxEvents();
      case "woodstox-tree" -> new WoodstoxTree();
      case "smack" -> new SmackStanzas();
      case "smack-modular" -> new SmackModularStanzas();
      case "babbler" -> new BabblerObjects();
      case "limit-copy" -> new CopyAlone();
      case "limit-scan" -> new ScanAlone();
      case "limit-decode" -> new DecodeAlone();
      default -> throw new IllegalArgumentException("contestant: " + name);
    };
  }
}
