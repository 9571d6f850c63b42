package im.linnet.testkit.tls;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.netty.pkitesting.X509Bundle;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * What a certificate shall say, right or wrong. Begun with {@link TestCertificates#request()}, used
 * by one thread, ended with {@link #issue()} or {@link #selfSigned()}.
 */
public final class CertificateRequest {
  private static final Duration FARTHEST = Duration.ofDays(365_000);
  private static final String SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";

  /** id-on, 1.3.6.1.5.5.7.8, as it stands in DER; the last arc follows. */
  private static final String OTHER_NAMES = "2b060105050708";

  /** id-on-dnsSRV, 1.3.6.1.5.5.7.8.7 (RFC 4985, section 2). */
  private static final byte[] SRV_NAME = HexFormat.of().parseHex(OTHER_NAMES + "07");

  /** id-on-xmppAddr, 1.3.6.1.5.5.7.8.5 (RFC 6120, section 13.7.1.4). */
  private static final byte[] XMPP_ADDR = HexFormat.of().parseHex(OTHER_NAMES + "05");

  private final TestCertificates authority;
  private final CertificateBuilder builder = new CertificateBuilder().ecp256();
  private final List<byte[]> names = new ArrayList<>();
  private boolean forClient;

  CertificateRequest(TestCertificates authority) {
    this.authority = authority;
    // A subject without a common name: a client that reads it can't pass by accident.
    builder.subject("O=Linnet test");
  }

  /** Gives the subject a common name, which RFC 9525 forbids to take as an identifier. */
  public CertificateRequest commonName(String name) {
    builder.subject("CN=" + name);
    return this;
  }

  /** Adds DNS names (DNS-ID), wildcards and malformed ones too: they aren't checked. */
  public CertificateRequest dns(String... names) {
    for (String name : names) {
      this.names.add(Der.dnsName(name));
    }
    return this;
  }

  /**
   * Adds an SRVName (SRV-ID, RFC 4985).
   *
   * @param service the service without its underscore, such as {@code xmpp-client}
   * @param domain the domain, A-labels only
   */
  public CertificateRequest srvName(String service, String domain) {
    names.add(Der.otherName(SRV_NAME, Der.ia5String("_" + service + "." + domain)));
    return this;
  }

  /** Adds XMPP addresses (XmppAddr, RFC 6120, section 13.7.1.4), as they are. */
  public CertificateRequest xmppAddr(String... addresses) {
    for (String address : addresses) {
      names.add(Der.otherName(XMPP_ADDR, Der.utf8String(address)));
    }
    return this;
  }

  /** Adds an IP address. */
  public CertificateRequest ip(InetAddress address) {
    names.add(Der.ipAddress(address));
    return this;
  }

  /** Makes the certificate one that ended yesterday. */
  public CertificateRequest expired() {
    return valid(Duration.ofDays(-30), Duration.ofDays(-1));
  }

  /** Makes the certificate one that begins tomorrow. */
  public CertificateRequest notYetValid() {
    return valid(Duration.ofDays(1), Duration.ofDays(30));
  }

  /**
   * Sets the validity, both ends as distances from now; negative ones lie in the past.
   *
   * @throws IllegalArgumentException if one is more than a thousand years away, or they are not in
   *     this order
   */
  public CertificateRequest valid(Duration from, Duration until) {
    if (from.abs().compareTo(FARTHEST) > 0) {
      throw new IllegalArgumentException(
          "from: %s (expected: -%s to %s)".formatted(from, FARTHEST, FARTHEST));
    }
    if (until.compareTo(from) < 0 || until.compareTo(FARTHEST) > 0) {
      throw new IllegalArgumentException(
          "until: %s (expected: %s to %s)".formatted(until, from, FARTHEST));
    }
    Instant now = Instant.now();
    builder.notBefore(now.plus(from)).notAfter(now.plus(until));
    return this;
  }

  /** Takes an RSA key of 2048 bits instead of one on P-256. */
  public CertificateRequest rsa() {
    builder.algorithm(Algorithm.rsa2048);
    return this;
  }

  /** Takes an Ed25519 key instead of one on P-256. */
  public CertificateRequest ed25519() {
    builder.algorithm(Algorithm.ed25519);
    return this;
  }

  /** Marks the certificate as a client's (extended key usage clientAuth) and not a server's. */
  public CertificateRequest forClient() {
    forClient = true;
    return this;
  }

  /** Makes the key and has the authority sign the certificate. */
  public TestCertificate issue() {
    return authority.issue(finished());
  }

  /** Makes the key and signs the certificate with it: nobody vouches for it. */
  public TestCertificate selfSigned() {
    X509Bundle own = build(() -> finished().setIsCertificateAuthority(true).buildSelfSigned());
    // The library signs only an authority with its own key; so the key's second certificate is it.
    X509Bundle leaf = build(() -> finished().keyPair(own.getKeyPair()).buildIssuedBy(own));
    return new TestCertificate(own.getKeyPair().getPrivate(), List.of(leaf.getCertificate()));
  }

  private CertificateBuilder finished() {
    CertificateBuilder copy = builder.copy();
    if (!names.isEmpty()) {
      copy.addExtensionOctetString(SUBJECT_ALTERNATIVE_NAME, false, Der.sequence(names));
    }
    return forClient ? copy.addExtendedKeyUsageClientAuth() : copy.addExtendedKeyUsageServerAuth();
  }

  /** Runs a step of the certificate library, which declares every exception there is. */
  static X509Bundle build(Callable<X509Bundle> step) {
    try {
      return step.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("a test certificate can't be made", e);
    }
  }
}
