package im.linnet.testkit.tls;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.KeyUsage;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate authority for one test, which issues certificates.
 *
 * <pre>{@code
 * TestCertificates authority = TestCertificates.create();
 * SSLContext good = authority.server("example.test").serverContext();
 * SSLContext stale = authority.request().dns("example.test").expired().issue().serverContext();
 * }</pre>
 *
 * <p>Each call to {@link #create()} returns a new authority; use a second one for "signed by
 * somebody else". Immutable and thread-safe.
 */
public final class TestCertificates {
  private static final String NAME_CONSTRAINTS = "2.5.29.30";

  private final X509Certificate root;
  private final X509Bundle signer;

  /** The certificates sent after an issued one: the signer first, without the root. */
  private final List<X509Certificate> path;

  private TestCertificates(X509Certificate root, X509Bundle signer, List<X509Certificate> path) {
    this.root = root;
    this.signer = signer;
    this.path = List.copyOf(path);
  }

  /** Creates a new root authority with a P-256 key. */
  public static TestCertificates create() {
    X509Bundle root =
        CertificateRequest.build(
            () -> authority("Linnet test root").setIsCertificateAuthority(true).buildSelfSigned());
    return new TestCertificates(root.getCertificate(), root, List.of());
  }

  /** The root certificate, which a client has to trust. */
  public X509Certificate trustAnchor() {
    return root;
  }

  /** The root certificate as PEM. */
  public String trustAnchorPem() {
    return Pem.of(List.of(root));
  }

  /**
   * Writes the root certificate as PEM.
   *
   * @throws IOException if the file can't be written
   */
  public void writeTrustAnchor(Path file) throws IOException {
    Files.writeString(file, trustAnchorPem());
  }

  /**
   * A context for the connecting side that trusts only this authority. Names aren't compared unless
   * the socket or engine is configured to.
   */
  public SSLContext clientContext() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no TLS context that trusts " + root, e);
    }
  }

  /** Begins a certificate: unless changed, it is for a server, valid now and without names. */
  public CertificateRequest request() {
    return new CertificateRequest(this);
  }

  /** A valid server certificate with these DNS names in its subjectAltName; "*." is allowed. */
  public TestCertificate server(String... dnsNames) {
    return request().dns(dnsNames).issue();
  }

  /** A valid client certificate with these XMPP addresses (XEP-0178, section 2). */
  public TestCertificate client(String... xmppAddresses) {
    return request().forClient().xmppAddr(xmppAddresses).issue();
  }

  /** An intermediate authority below this one; its certificates are sent with the whole chain. */
  public TestCertificates intermediate() {
    return intermediate(authority(nextName()));
  }

  /**
   * An intermediate authority that may have that many authorities below it (RFC 5280, section
   * 4.2.1.9). The test can create more of them nevertheless.
   */
  public TestCertificates intermediateOfPathLength(int length) {
    return intermediate(authority(nextName()).setPathLengthConstraint(OptionalInt.of(length)));
  }

  /**
   * An intermediate authority that may issue only for hosts in that domain; it issues for any host.
   */
  public TestCertificates intermediateConstrainedTo(String domain) {
    return intermediate(
        authority(nextName())
            .addExtensionOctetString(NAME_CONSTRAINTS, true, Der.permittedDnsSubtree(domain)));
  }

  /** An intermediate authority whose certificate expired yesterday. */
  public TestCertificates intermediateExpired() {
    Instant now = Instant.now();
    return intermediate(
        authority(nextName())
            .notBefore(now.minus(Duration.ofDays(30)))
            .notAfter(now.minus(Duration.ofDays(1))));
  }

  /** An intermediate authority whose certificate is signed with SHA-1, which can be forged. */
  public TestCertificates intermediateSignedBySha1() {
    return intermediate(authority(nextName()), true);
  }

  /**
   * The signed response of an OCSP responder about a certificate (RFC 6960, section 4.2.1).
   *
   * @param certificate one that this authority has issued
   * @param status what it says
   * @return the DER of the response
   */
  public byte[] ocsp(TestCertificate certificate, OcspStatus status) {
    return OcspResponse.of(signer, certificate.certificate(), status);
  }

  /** A fake intermediate: an ordinary certificate (CA:false) that signs others nevertheless. */
  public TestCertificates intermediateWithoutAuthority() {
    CertificateBuilder twin = authority("Linnet test impostor");
    TestCertificates able = intermediate(twin);
    // The same name and key, but without the right to sign, goes into the chain.
    X509Bundle shown =
        CertificateRequest.build(
            () ->
                new CertificateBuilder()
                    .subject("CN=Linnet test impostor")
                    .keyPair(able.signer.getKeyPair())
                    .buildIssuedBy(signer));
    return new TestCertificates(root, able.signer, below(shown));
  }

  TrustManager[] trustManagers() {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry("root", root);
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(store);
      return factory.getTrustManagers();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("no trust in " + root, e);
    }
  }

  TestCertificate issue(CertificateBuilder builder, boolean sha1) {
    X509Bundle issued = issued(builder, sha1);
    return new TestCertificate(issued.getKeyPair().getPrivate(), below(issued));
  }

  private TestCertificates intermediate(CertificateBuilder builder) {
    return intermediate(builder, false);
  }

  private TestCertificates intermediate(CertificateBuilder builder, boolean sha1) {
    X509Bundle made = issued(builder.setIsCertificateAuthority(true), sha1);
    return new TestCertificates(root, made, below(made));
  }

  private X509Bundle issued(CertificateBuilder builder, boolean sha1) {
    X509Bundle made = CertificateRequest.build(() -> builder.buildIssuedBy(signer));
    if (!sha1) {
      return made;
    }
    X509Certificate weak = Sha1.signed(made.getCertificate(), signer.getKeyPair().getPrivate());
    X509Certificate[] alone = {weak};
    return X509Bundle.fromCertificatePath(alone, root, made.getKeyPair());
  }

  private List<X509Certificate> below(X509Bundle issued) {
    List<X509Certificate> chain = new ArrayList<>();
    chain.add(issued.getCertificate());
    chain.addAll(path);
    return chain;
  }

  /**
   * The depth is in the name, as an authority named like its issuer wouldn't count in a path's
   * length.
   */
  private String nextName() {
    return "Linnet test intermediate " + (path.size() + 1);
  }

  private static CertificateBuilder authority(String name) {
    return new CertificateBuilder()
        .ecp256()
        .subject("CN=" + name)
        .setKeyUsage(true, KeyUsage.keyCertSign, KeyUsage.cRLSign);
  }
}
