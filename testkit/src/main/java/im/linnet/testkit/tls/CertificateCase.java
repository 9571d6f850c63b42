package im.linnet.testkit.tls;

import java.security.cert.X509Certificate;

/**
 * One row of {@link CertificateCases}: a server that shows a certificate to a client.
 *
 * @param name what is special about the certificate
 * @param domain the domain that the client wants to reach, with A-labels, or an IP address
 * @param shown what the server shows
 * @param anchor the one certificate that the client trusts
 * @param verdict what the client has to decide
 */
public record CertificateCase(
    String name, String domain, TestCertificate shown, X509Certificate anchor, Verdict verdict) {

  /** What a client that follows RFC 5280, RFC 6120 and RFC 9525 decides. */
  public enum Verdict {
    /** The server is the domain's. */
    ACCEPTED,
    /** The certificate is valid, but for another name. */
    WRONG_NAME,
    /** Nobody whom the client trusts vouches for the certificate, or it must not be used. */
    UNTRUSTED
  }

  /** {@return the verdict and the name, for the display names of tests} */
  @Override
  public String toString() {
    return verdict + ": " + name;
  }
}
