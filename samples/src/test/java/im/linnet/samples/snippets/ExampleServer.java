package im.linnet.samples.snippets;

import im.linnet.testkit.dns.DnsServer;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.testkit.tls.TestCertificates;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.function.Consumer;

/**
 * The server of the domain that snippets name, on this machine. A program gets there unchanged, by
 * what a JVM is started with: whom to ask for names, and whom to trust.
 */
final class ExampleServer implements AutoCloseable {

  private static final String HOST = "xmpp.example.com";
  private static final char[] STORE_PASSWORD = "public".toCharArray();

  private final ScriptedPeer peer;
  private final DnsServer dns;
  private final Path trusted;

  private ExampleServer(ScriptedPeer peer, DnsServer dns, Path trusted) {
    this.peer = peer;
    this.dns = dns;
    this.trusted = trusted;
  }

  /** A server that follows a script on its one connection. */
  static ExampleServer start(Path folder, String domain, Consumer<Script> script) throws Exception {
    TestCertificates authority = TestCertificates.create();
    ScriptedPeer peer =
        ScriptedPeer.listen().withTls(authority.server(domain).serverContext()).script(script);
    DnsServer dns = dns(domain, peer.port());
    return new ExampleServer(peer, dns, store(authority, folder.resolve("trusted.p12")));
  }

  /** A domain that nobody serves: a closed port is all there is. */
  static ExampleServer absent(Path folder, String domain) throws Exception {
    ScriptedPeer peer = ScriptedPeer.listen();
    peer.close();
    DnsServer dns = dns(domain, peer.port());
    return new ExampleServer(
        peer, dns, store(TestCertificates.create(), folder.resolve("trusted.p12")));
  }

  private static DnsServer dns(String domain, int port) {
    return DnsServer.builder()
        .srv("_xmpp-client._tcp." + domain, 0, 0, port, HOST)
        .a(HOST, "127.0.0.1")
        .start();
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

  /** What leads a JVM's programs here. */
  List<String> jvmOptions() {
    return List.of(
        "-Ddns.server=127.0.0.1:" + dns.address().getPort(),
        "-Djavax.net.ssl.trustStore=" + trusted,
        "-Djavax.net.ssl.trustStorePassword=" + String.valueOf(STORE_PASSWORD));
  }

  ScriptedPeer peer() {
    return peer;
  }

  @Override
  public void close() {
    peer.close();
    dns.close();
  }
}
