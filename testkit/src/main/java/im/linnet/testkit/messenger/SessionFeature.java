package im.linnet.testkit.messenger;

/** The legacy session feature after sign-in (RFC 3921, section 3); its IQ is always answered. */
public enum SessionFeature {
  /** Not offered. */
  ABSENT,
  /** Offered with {@code <optional/>}. */
  OPTIONAL,
  /** Offered as mandatory: a client of RFC 3921 has to use it. */
  REQUIRED
}
