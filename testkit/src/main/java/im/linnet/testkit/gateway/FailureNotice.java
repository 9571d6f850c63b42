package im.linnet.testkit.gateway;

/** How the gateway reports that a message did not reach a contact. */
public enum FailureNotice {
  /** With an error from the contact, like PyMSNt. */
  ERROR,
  /** With a text from the contact, like other gateways. */
  TEXT
}
