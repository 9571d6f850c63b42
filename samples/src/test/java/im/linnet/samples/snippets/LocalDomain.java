package im.linnet.samples.snippets;

import im.linnet.testkit.dns.DnsServer;
import im.linnet.testkit.tls.TestCertificates;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;

/**
 * A domain that snippets name, served on this machine. A program gets there unchanged, by what its
 * JVM is started with: whom to ask for names, and whom to trust.
 */
final class LocalDomain implements AutoCloseable {

  private static final char[] STORE_PASSWORD = "public".toCharArray();

  private final DnsServer dns;
  private final Path trusted;

  private LocalDomain(DnsServer dns, Path trusted) {
    this.dns = dns;
    this.trusted = trusted;
  }

  static LocalDomain of(String domain, int port, TestCertificates authority, Path folder)
      throws IOException, GeneralSecurityException {
    Path trusted = store(authority, folder.resolve("trusted.p12"));
    String host = "xmpp." + domain;
    return new LocalDomain(
        DnsServer.builder()
            .srv("_xmpp-client._tcp." + domain, 0, 0, port, host)
            .a(host, "127.0.0.1")
            .start(),
        trusted);
  }

  private static Path store(TestCertificates authority, Path file)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("authority", authority.trustAnchor());
    try (OutputStream output = Files.newOutputStream(file)) {
      store.store(output, STORE_PASSWORD);
    }
    return file;
  }

  List<String> jvmOptions() {
    return List.of(
        "-Ddns.server=127.0.0.1:" + dns.address().getPort(),
        "-Djavax.net.ssl.trustStore=" + trusted,
        "-Djavax.net.ssl.trustStorePassword=" + String.valueOf(STORE_PASSWORD));
  }

  @Override
  public void close() {
    dns.close();
  }
}
