package im.linnet.testkit.messenger;

/** The sender of answers to an IQ without {@code to}. */
public enum ReplyFrom {
  /** The domain, as in the real service, against RFC 6120, section 8.1.2.1. */
  DOMAIN,
  /** The user's bare address. */
  BARE_JID,
  /** The answer has no {@code from}. */
  ABSENT
}
