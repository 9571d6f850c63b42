package im.linnet.tls;

/**
 * How a client finds out whether the server's certificate was revoked by its issuer. All but {@link
 * #UNCHECKED} use the OCSP response that the server sends in the handshake, if it does (stapling:
 * RFC 6066, section 8; RFC 8446, section 4.4.2.1), and differ in what happens if it sends none. A
 * response that says the certificate is revoked or unknown, or that is out of date or not signed by
 * the issuer, makes the client refuse the server.
 */
public enum Revocation {

  /** Revoked certificates are not noticed. */
  UNCHECKED,

  /**
   * A response is checked if one is stapled; a certificate without one is accepted, unless it says
   * that one is always stapled (RFC 7633). Who has the key of a revoked certificate can leave out
   * the response. Sends no queries.
   */
  STAPLED,

  /** A response must be stapled, which not every server does. Sends no queries. */
  STAPLED_ALWAYS,

  /**
   * If no response is stapled, the issuer is queried: by OCSP, then for its list of revoked
   * certificates (CRL), also for certificates of intermediate authorities. If it does not answer,
   * the server is refused. Queries take time, and show the issuer who connects where.
   */
  QUERIED
}
