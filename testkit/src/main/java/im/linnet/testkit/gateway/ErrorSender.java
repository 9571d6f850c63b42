package im.linnet.testkit.gateway;

/** From which address the gateway sends errors for requests to contacts. */
public enum ErrorSender {
  /**
   * From the gateway itself, like PyMSNt. A client that compares addresses takes no such error for
   * the answer.
   */
  GATEWAY,
  /** From the address that was asked, as RFC 6120, section 8.1.2.1, has it. */
  ADDRESSEE
}
