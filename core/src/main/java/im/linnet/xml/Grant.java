package im.linnet.xml;

/** The number of bytes beyond the limits that the current child of the root may have. */
final class Grant {

  private static final int NOT_ASKED = -1;

  private final ElementStack stack;
  private StanzaAllowance allowance = StanzaAllowance.NONE;
  private int bytes = NOT_ASKED;

  Grant(ElementStack stack) {
    this.stack = stack;
  }

  /** Sets the allowance. */
  void by(StanzaAllowance now) {
    allowance = now;
  }

  /** A child of the root begins, or the root itself. */
  void begin() {
    bytes = NOT_ASKED;
  }

  /**
   * The number of bytes that it may have. The allowance is called when this is first needed,
   * provided that the start tag has been read.
   */
  int bytes() {
    if (bytes == NOT_ASKED && stack.depth() > 1) {
      bytes = Math.max(0, allowance.bytes(stack.stanza()));
    }
    return Math.max(0, bytes);
  }
}
