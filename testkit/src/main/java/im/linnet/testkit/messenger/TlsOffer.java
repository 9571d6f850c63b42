package im.linnet.testkit.messenger;

/** How the service handles STARTTLS (RFC 6120, section 5). */
public enum TlsOffer {
  /** Offered as required, together with the mechanisms, as the traces show. */
  REQUIRED,
  /** Not offered; the mechanisms are offered in clear text. A client must not use them. */
  NOT_OFFERED,
  /** Offered as required, and answered with a failure. */
  REFUSED
}
