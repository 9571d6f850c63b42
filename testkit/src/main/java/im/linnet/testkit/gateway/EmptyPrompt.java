package im.linnet.testkit.gateway;

/** How the gateway answers an empty prompt. */
public enum EmptyPrompt {
  /**
   * With two errors for one request, of which the second has a type that does not exist, like
   * PyMSNt.
   */
  TWO_ERRORS,
  /** With not-acceptable, as XEP-0100, section 6.3, has it. */
  NOT_ACCEPTABLE
}
