package im.linnet.testkit.messenger;

/** Who answers an IQ that has no {@code to}. */
public enum ReplyFrom {
  /** The domain, as the service did against RFC 6120, section 8.1.2.1. */
  DOMAIN,
  /** The user's bare address. */
  BARE_JID,
  /** The answer has no {@code from}. */
  ABSENT
}
