package im.linnet.benchmarks.roundtrips;

/** A login that a client and a server can't do together; the message is a few words why. */
final class Unable extends Exception {

  private static final long serialVersionUID = 1L;

  Unable(String why) {
    super(why);
  }
}
