package im.linnet.testkit.messenger;

/** What the service makes of STARTTLS (RFC 6120, section 5). */
public enum TlsOffer {
  /** Offered as required, beside the mechanisms, as the traces show. */
  REQUIRED,
  /** Not offered; the mechanisms are, in clear text. A client must not use them. */
  NOT_OFFERED,
  /** Offered as required, and answered with a failure. */
  REFUSED
}
