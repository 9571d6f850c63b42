package im.linnet.testkit.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.security.cert.Certificate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TlsHandshakeTest {
  private final TestCertificates authority = TestCertificates.create();

  @Test
  void a_server_and_a_client_context_shake_hands() {
    TestCertificate server = authority.intermediate().server("localhost");

    Handshake done = shakeHands(server.serverContext(), authority.clientContext());

    assertThat(done.seenByClient()).isEqualTo(server.chain());
  }

  @Test
  void a_client_does_not_trust_another_authority() {
    SSLContext server = TestCertificates.create().server("localhost").serverContext();

    assertThatThrownBy(() -> shakeHands(server, authority.clientContext()))
        .hasCauseInstanceOf(SSLHandshakeException.class);
  }

  @Test
  void an_expired_certificate_is_presented_all_the_same() {
    SSLContext server = authority.request().dns("localhost").expired().issue().serverContext();

    assertThatThrownBy(() -> shakeHands(server, authority.clientContext()))
        .hasStackTraceContaining("CertificateExpiredException");
  }

  @Test
  void a_client_certificate_reaches_a_server_that_trusts_its_authority() {
    TestCertificate client = authority.client("a@localhost");
    SSLContext server = authority.server("localhost").serverContext(authority);

    Handshake done = shakeHands(server, client.clientContext(authority));

    assertThat(done.seenByServer()).containsExactly(client.certificate());
  }

  private record Handshake(List<Certificate> seenByClient, List<Certificate> seenByServer) {}

  private static Handshake shakeHands(SSLContext server, SSLContext client) {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (SSLServerSocket listener =
        (SSLServerSocket) server.getServerSocketFactory().createServerSocket(0, 1, loopback)) {
      listener.setWantClientAuth(true);
      CompletableFuture<List<Certificate>> serverSide =
          CompletableFuture.supplyAsync(() -> accept(listener));
      List<Certificate> seenByClient = connect(client, loopback, listener.getLocalPort());
      return new Handshake(seenByClient, serverSide.orTimeout(10, TimeUnit.SECONDS).join());
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  private static List<Certificate> connect(SSLContext context, InetAddress host, int port)
      throws IOException {
    try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(host, port)) {
      socket.startHandshake();
      // Under TLS 1.3 the server judges the client's certificate after the client is done.
      assertThat(socket.getInputStream().read()).isEqualTo('!');
      return List.of(socket.getSession().getPeerCertificates());
    }
  }

  private static List<Certificate> accept(SSLServerSocket listener) {
    try (SSLSocket socket = (SSLSocket) listener.accept()) {
      socket.startHandshake();
      socket.getOutputStream().write('!');
      return List.of(socket.getSession().getPeerCertificates());
    } catch (javax.net.ssl.SSLPeerUnverifiedException e) {
      return List.of();
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }
}
