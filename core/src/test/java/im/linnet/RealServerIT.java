package im.linnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import im.linnet.jid.Jid;
import im.linnet.sasl.Sasl;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.stream.BoundStream;
import im.linnet.stream.Endpoint;
import im.linnet.testkit.server.EjabberdServer;
import im.linnet.testkit.server.ProsodyServer;
import im.linnet.testkit.server.RealServer;
import im.linnet.tls.TlsPolicy;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same library against Prosody and ejabberd, over TLS in both of its forms. */
@Timeout(60)
class RealServerIT {

  @Nested
  class Prosody extends Against {
    @Override
    Optional<String> reasonToSkip() {
      return ProsodyServer.reasonToSkip();
    }

    @Override
    RealServer start() {
      return ProsodyServer.builder().user("a", "secret-a").user("b", "secret-b").start();
    }
  }

  @Nested
  class Ejabberd extends Against {
    @Override
    Optional<String> reasonToSkip() {
      return EjabberdServer.reasonToSkip();
    }

    @Override
    RealServer start() {
      return EjabberdServer.builder().user("a", "secret-a").user("b", "secret-b").start();
    }
  }

  @TestInstance(Lifecycle.PER_CLASS)
  abstract static class Against {

    private RealServer server;

    abstract Optional<String> reasonToSkip();

    abstract RealServer start();

    @BeforeAll
    void startServer() {
      Optional<String> reason = reasonToSkip();
      assumeTrue(reason.isEmpty(), () -> reason.orElse(""));
      server = start();
    }

    @AfterAll
    void stopServer() {
      if (server != null) {
        server.close();
      }
    }

    Stream<Endpoint> endpoints() {
      return Stream.of(
          Endpoint.startTls("127.0.0.1", server.starttlsPort()),
          Endpoint.directTls("127.0.0.1", server.directTlsPort()));
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void two_clients_exchange_messages(Endpoint endpoint) throws Exception {
      XmppClient a = client("a", endpoint);
      XmppClient b = client("b", endpoint);
      CompletableFuture<Message> received = new CompletableFuture<>();
      b.onMessage(received::complete);

      BoundStream streamA = a.connect().get(20, TimeUnit.SECONDS);
      BoundStream streamB = b.connect().get(20, TimeUnit.SECONDS);
      b.send(Presence.available()).get(5, TimeUnit.SECONDS);
      a.send(Message.chat(streamB.jid(), "Grüße <&> 🐦")).get(5, TimeUnit.SECONDS);

      Message message = received.get(10, TimeUnit.SECONDS);
      assertThat(message.body()).isEqualTo("Grüße <&> 🐦");
      assertThat(message.from()).isEqualTo(streamA.jid());
      assertThat(streamA.tlsProtocol()).startsWith("TLSv1.");
      assertThat(streamA.mechanism()).startsWith("SCRAM-SHA-");
      assertThat(streamA.jid().bare()).isEqualTo(Jid.of("a@localhost"));
      CompletableFuture.allOf(a.close(), b.close()).get(10, TimeUnit.SECONDS);
    }

    private XmppClient client(String user, Endpoint endpoint) {
      return XmppClient.builder(user + "@localhost")
          .sasl(Sasl.password("secret-" + user))
          .endpoint(endpoint)
          .tls(TlsPolicy.builder().trust(server.authority().trustAnchor()).build())
          .build();
    }
  }
}
