package im.linnet.xml;

/** What the child of the root that is being read may have beyond the limits on bytes. */
final class Grant {

  private static final int NOT_ASKED = -1;

  private final ElementStack stack;
  private StanzaAllowance allowance = StanzaAllowance.NONE;
  private int bytes = NOT_ASKED;

  Grant(ElementStack stack) {
    this.stack = stack;
  }

  /** Sets who grants. */
  void by(StanzaAllowance now) {
    allowance = now;
  }

  /** A child of the root begins, or the root. */
  void begin() {
    bytes = NOT_ASKED;
  }

  /** How many bytes it may have; asked for the first time it matters, if its start tag was read. */
  int bytes() {
    if (bytes == NOT_ASKED && stack.depth() > 1) {
      bytes = Math.max(0, allowance.bytes(stack.stanza()));
    }
    return Math.max(0, bytes);
  }
}
