package im.linnet.testkit.peer;

/** The client deviated from the script. The message is for the failure report. */
final class Mismatch extends Exception {
  private static final long serialVersionUID = 1L;

  Mismatch(String message) {
    super(message);
  }

  static Mismatch between(String expected, String actual, String reason) {
    return new Mismatch(
        "expected: " + expected + "\n     got: " + actual + "\n     why: " + reason);
  }
}
