package im.linnet.testkit.tls;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.netty.pkitesting.CertificateBuilder.KeyUsage;
import io.netty.pkitesting.X509Bundle;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

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

  private static final String AUTHORITY_INFORMATION_ACCESS = "1.3.6.1.5.5.7.1.1";
  private static final String TLS_FEATURE = "1.3.6.1.5.5.7.1.24";

  /** id-ad-ocsp, 1.3.6.1.5.5.7.48.1 (RFC 5280, section 4.2.2.1), in DER. */
  private static final String OCSP = "2b06010505073001";

  private static final int WEAK_BITS = 1024;

  private final TestCertificates authority;
  private final CertificateBuilder builder = new CertificateBuilder().ecp256();
  private final List<byte[]> names = new ArrayList<>();
  private boolean forClient;
  private boolean sha1;
  private @Nullable KeyPair keys;

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

  /** Uses an RSA key of 1024 bits, which can be factored with some effort. */
  public CertificateRequest weakRsa() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(WEAK_BITS);
      keys = generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("no RSA", e);
    }
    return this;
  }

  /** Uses the key of another certificate, as when one is renewed. */
  public CertificateRequest keyOf(TestCertificate other) {
    keys = new KeyPair(other.certificate().getPublicKey(), other.privateKey());
    return this;
  }

  /** Has the authority sign with SHA-1, which can be forged. Ignored by {@link #selfSigned()}. */
  public CertificateRequest signedWithSha1() {
    sha1 = true;
    return this;
  }

  /** Limits the key's usage to signing lists of revoked certificates, so not for TLS. */
  public CertificateRequest forRevocationLists() {
    builder.setKeyUsage(true, KeyUsage.cRLSign);
    return this;
  }

  /**
   * Names an OCSP responder (RFC 5280, section 4.2.2.1), from which a server gets what to staple.
   */
  public CertificateRequest ocsp(URI responder) {
    byte[] description = Der.sequence(Der.oid(OCSP), Der.uri(responder.toString()));
    return extension(AUTHORITY_INFORMATION_ACCESS, false, Der.sequence(description));
  }

  /** Declares that the server always staples an OCSP response (RFC 7633). */
  public CertificateRequest mustStaple() {
    // The TLS extension status_request has the number 5.
    return extension(TLS_FEATURE, false, Der.sequence(Der.integer(BigInteger.valueOf(5))));
  }

  /**
   * Adds an extension.
   *
   * @param oid its object identifier, such as {@code 1.2.3.4}
   * @param critical whether a client that doesn't know it has to refuse the certificate
   * @param value the DER of its value
   */
  public CertificateRequest extension(String oid, boolean critical, byte[] value) {
    builder.addExtensionOctetString(oid, critical, value);
    return this;
  }

  /** Marks the certificate as a client's (extended key usage clientAuth) instead of a server's. */
  public CertificateRequest forClient() {
    forClient = true;
    return this;
  }

  /** Generates the key and lets the authority sign the certificate. */
  public TestCertificate issue() {
    return authority.issue(finished(), sha1);
  }

  /** Generates the key and signs the certificate with it: no authority vouches for it. */
  public TestCertificate selfSigned() {
    X509Bundle made = build(() -> finished().setIsCertificateAuthority(true).buildSelfSigned());
    KeyPair pair = keys == null ? made.getKeyPair() : keys;
    X509Certificate[] path = made.getCertificatePath();
    // The library self-signs only authorities, with keys of its own choice, so a second
    // certificate is the result.
    X509Bundle own = X509Bundle.fromCertificatePath(path, made.getCertificate(), pair);
    X509Bundle leaf = build(() -> finished().keyPair(pair).buildIssuedBy(own));
    return new TestCertificate(pair.getPrivate(), List.of(leaf.getCertificate()));
  }

  private CertificateBuilder finished() {
    CertificateBuilder copy = builder.copy();
    if (keys != null) {
      copy.keyPair(keys);
    }
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
