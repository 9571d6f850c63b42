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
 * The content of a certificate, valid or not. Begun with {@link TestCertificates#request()}, used
 * by one thread, completed by {@link #issue()} or {@link #selfSigned()}.
 */
public final class CertificateRequest {
  private static final Duration FARTHEST = Duration.ofDays(365_000);
  private static final String SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";

  /** id-on, 1.3.6.1.5.5.7.8, in DER; the last arc follows. */
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
    // No common name in the subject, so a client that reads it can't pass by accident.
    builder.subject("O=Linnet test");
  }

  /** Sets the subject's common name, which RFC 9525 forbids to use as an identifier. */
  public CertificateRequest commonName(String name) {
    builder.subject("CN=" + name);
    return this;
  }

  /** Adds DNS names (DNS-ID), including wildcards and malformed ones: they aren't checked. */
  public CertificateRequest dns(String... names) {
    for (String name : names) {
      this.names.add(Der.dnsName(name));
    }
    return this;
  }

  /**
   * Adds an SRVName (SRV-ID, RFC 4985).
   *
   * @param service the service without the underscore, such as {@code xmpp-client}
   * @param domain the domain, A-labels only
   */
  public CertificateRequest srvName(String service, String domain) {
    names.add(Der.otherName(SRV_NAME, Der.ia5String("_" + service + "." + domain)));
    return this;
  }

  /** Adds XMPP addresses (XmppAddr, RFC 6120, section 13.7.1.4), unchecked. */
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

  /** Makes the certificate expire yesterday. */
  public CertificateRequest expired() {
    return valid(Duration.ofDays(-30), Duration.ofDays(-1));
  }

  /** Makes the certificate valid from tomorrow. */
  public CertificateRequest notYetValid() {
    return valid(Duration.ofDays(1), Duration.ofDays(30));
  }

  /**
   * Sets the validity; both ends are relative to now, negative ones in the past.
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

  /** Uses an RSA key of 2048 bits instead of a P-256 key. */
  public CertificateRequest rsa() {
    builder.algorithm(Algorithm.rsa2048);
    return this;
  }

  /** Uses an Ed25519 key instead of a P-256 key. */
  public CertificateRequest ed25519() {
    builder.algorithm(Algorithm.ed25519);
    return this;
  }

  /** Marks the certificate as a client's (extended key usage clientAuth) instead of a server's. */
  public CertificateRequest forClient() {
    forClient = true;
    return this;
  }

  /** Generates the key and lets the authority sign the certificate. */
  public TestCertificate issue() {
    return authority.issue(finished());
  }

  /** Generates the key and signs the certificate with it: no authority vouches for it. */
  public TestCertificate selfSigned() {
    X509Bundle own = build(() -> finished().setIsCertificateAuthority(true).buildSelfSigned());
    // The library self-signs only authorities, so the key's second certificate is the result.
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

  /** Runs a step of the certificate library, which declares a general exception. */
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
