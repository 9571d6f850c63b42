package im.linnet.transport;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.connection.KeepAlive;
import im.linnet.endpoint.Endpoint;
import im.linnet.jid.Jid;
import im.linnet.sasl.Sasl;
import im.linnet.stanza.Message;
import im.linnet.stream.Transport;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.testkit.tls.TestCertificates;
import im.linnet.tls.TlsPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A transport of blocking sockets that takes TCP places to itself: TLS is the client's part. */
@Timeout(120)
class TunnelTest {

  private static final String DOMAIN = "example.test";
  private static final TestCertificates AUTHORITY = TestCertificates.create();

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ScriptedPeer peer =
      ScriptedPeer.listen().withTls(AUTHORITY.server(DOMAIN).serverContext());

  @AfterEach
  void stop() {
    peer.close();
    threads.shutdownNow();
  }

  /** Whatever place is asked for, it leads to the peer. */
  private final class Tunnel implements Transport {

    @Override
    public boolean serves(Endpoint endpoint) {
      return endpoint.uri() == null;
    }

    @Override
    public CompletionStage<Line> open(Endpoint endpoint, Events events) {
      return CompletableFuture.supplyAsync(() -> connected(events), threads);
    }

    private Line connected(Events events) {
      try {
        return new SocketLine(
            new Socket(InetAddress.getLoopbackAddress(), peer.port()), events, threads);
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }

  private record SocketLine(Socket socket, Transport.Events events, ExecutorService threads)
      implements Transport.Line {

    @Override
    public void read() {
      threads.execute(
          () -> {
            try {
              byte[] bytes = new byte[4096];
              int length = socket.getInputStream().read(bytes);
              if (length < 0) {
                events.closed(null);
              } else {
                events.received(ByteBuffer.wrap(bytes, 0, length));
              }
            } catch (IOException broken) {
              events.closed(broken);
            }
          });
    }

    @Override
    public CompletionStage<Void> write(ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      return CompletableFuture.runAsync(
          () -> {
            try {
              socket.getOutputStream().write(copy);
            } catch (IOException broken) {
              throw new UncheckedIOException(broken);
            }
          },
          threads);
    }

    @Override
    public void close() {
      try {
        socket.close();
      } catch (IOException ignored) {
        // It is closed as far as can be.
      }
    }
  }

  private XmppClient client(Endpoint endpoint) {
    return XmppClient.builder("juliet@" + DOMAIN)
        .sasl(Sasl.password(() -> "wherefore".toCharArray()).allowPlain())
        .tls(TlsPolicy.builder().trust(AUTHORITY.trustAnchor()).build())
        .endpoint(endpoint)
        .keepAlive(KeepAlive.none())
        .transport(new Tunnel())
        .build();
  }

  private static void session(Script script) {
    script
        .signIn(DOMAIN, "PLAIN")
        .bind(DOMAIN, "juliet@" + DOMAIN + "/b")
        .expectLike("<message to='romeo@example.test'><body>Hi</body></message>")
        .expectClose()
        .close();
  }

  private void talks(Endpoint endpoint) throws Exception {
    try (XmppClient client = client(endpoint)) {
      BoundStream stream = client.connect().get(20, TimeUnit.SECONDS);
      assertThat(stream.tlsProtocol()).startsWith("TLS");
      assertThat(stream.endpoint()).isEqualTo(endpoint);
      client.send(Message.chat(Jid.of("romeo@example.test"), "Hi")).get(20, TimeUnit.SECONDS);
      client.shutdown(Duration.ofSeconds(10)).join();
    }
    peer.await();
  }

  @Test
  void the_client_starts_tls_over_it() throws Exception {
    peer.script(s -> s.secureStream(DOMAIN).then(TunnelTest::session));
    talks(Endpoint.startTls("nowhere.test", 5222));
  }

  @Test
  void the_client_begins_with_tls_over_it() throws Exception {
    peer.script(s -> s.startTls().then(TunnelTest::session));
    talks(Endpoint.directTls("nowhere.test", 5223));
  }
}
