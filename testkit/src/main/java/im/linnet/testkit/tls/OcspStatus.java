package im.linnet.testkit.tls;

/** What an OCSP responder says about a certificate (RFC 6960, section 2.2). */
public enum OcspStatus {
  /** It is not revoked. */
  GOOD,
  /** It was revoked an hour ago. */
  REVOKED,
  /** The responder does not know it. */
  UNKNOWN,
  /** It was not revoked two days ago, but the response was valid for a day only. */
  OUTDATED,
  /** It is not revoked, but the response is signed by somebody else than the issuer. */
  FORGED
}
