package im.linnet.testkit.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * A certificate with its key and chain, issued by {@link TestCertificates}. Immutable and
 * thread-safe.
 */
public final class TestCertificate {
  private static final char[] NO_PASSWORD = {};
  private static final String STAPLING = "jdk.tls.server.enableStatusRequestExtension";

  private final PrivateKey privateKey;
  private final List<X509Certificate> chain;

  TestCertificate(PrivateKey privateKey, List<X509Certificate> chain) {
    this.privateKey = privateKey;
    this.chain = List.copyOf(chain);
  }

  /** The certificate itself. */
  public X509Certificate certificate() {
    return chain.get(0);
  }

  /** The certificate, followed by the intermediate ones that a server sends; never the root. */
  public List<X509Certificate> chain() {
    return chain;
  }

  /** The private key, encoded as PKCS#8. */
  public PrivateKey privateKey() {
    return privateKey;
  }

  /** The same certificate without the intermediate ones, as sent by a misconfigured server. */
  public TestCertificate withoutIntermediates() {
    return new TestCertificate(privateKey, chain.subList(0, 1));
  }

  /** The same certificate and chain, followed by a certificate that has nothing to do with it. */
  public TestCertificate followedBy(X509Certificate other) {
    List<X509Certificate> longer = new ArrayList<>(chain);
    longer.add(other);
    return new TestCertificate(privateKey, longer);
  }

  /** The chain as PEM, the certificate itself first. */
  public String chainPem() {
    return Pem.of(chain);
  }

  /** The key as PEM, PKCS#8, not encrypted. */
  public String keyPem() {
    return Pem.of(privateKey);
  }

  /**
   * Writes the chain and the key to two PEM files.
   *
   * @throws IOException if a file can't be written
   */
  public void writePem(Path chainFile, Path keyFile) throws IOException {
    Files.writeString(chainFile, chainPem());
    Files.writeString(keyFile, keyPem());
  }

  /**
   * Writes the key, then the chain, to one PEM file.
   *
   * @throws IOException if the file can't be written
   */
  public void writePem(Path file) throws IOException {
    Files.writeString(file, keyPem() + chainPem());
  }

  /**
   * A context for the accepting side that presents this certificate. Client certificates are
   * checked against the JDK's own trust store and thus refused. To accept some, see {@link
   * #serverContext(TestCertificates)}.
   */
  public SSLContext serverContext() {
    return context();
  }

  /**
   * As {@link #serverContext()}, and it staples the OCSP response that the responder named in the
   * certificate gives ({@link CertificateRequest#ocsp}). The chain must have an intermediate one.
   */
  public SSLContext staplingContext() {
    // The JDK reads the property when a context is made. Another one made meanwhile staples, too,
    // if its certificate names a responder.
    synchronized (TestCertificate.class) {
      String before = System.getProperty(STAPLING);
      System.setProperty(STAPLING, "true");
      try {
        return context();
      } finally {
        if (before == null) {
          System.clearProperty(STAPLING);
        } else {
          System.setProperty(STAPLING, before);
        }
      }
    }
  }

  /**
   * A context for the accepting side that presents this certificate and trusts the client
   * certificates of that authority. The socket or engine must ask for one: {@code
   * setWantClientAuth(true)}.
   */
  public SSLContext serverContext(TestCertificates clients) {
    return context(clients.trustManagers());
  }

  /**
   * A context for the connecting side that presents this certificate when asked and trusts the
   * servers of that authority. Names aren't compared.
   */
  public SSLContext clientContext(TestCertificates servers) {
    return context(servers.trustManagers());
  }

  private SSLContext context(TrustManager... trust) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keyManagers(), trust.length == 0 ? null : trust, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("no TLS context for " + this, e);
    }
  }

  private KeyManager[] keyManagers() throws GeneralSecurityException, IOException {
    // Unlike PKCS12, it takes chains that are none, and spends no time on the empty password.
    KeyStore store = KeyStore.getInstance("JKS");
    store.load(null, null);
    store.setKeyEntry("key", privateKey, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
    // SunX509 presents any certificate; the PKIX one might hold back an expired one.
    KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  /** {@return the subject, never the key} */
  @Override
  public String toString() {
    return "TestCertificate[" + certificate().getSubjectX500Principal() + "]";
  }
}
