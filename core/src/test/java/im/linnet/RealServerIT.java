package im.linnet;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.BoundStream;
import im.linnet.endpoint.Endpoint;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.testkit.junit.ServerExtension;
import im.linnet.testkit.server.EjabberdServer;
import im.linnet.testkit.server.ProsodyServer;
import im.linnet.testkit.server.RealServer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same library against each version of Prosody and ejabberd, over TLS in both of its forms. */
@Timeout(120)
class RealServerIT {

  @Nested
  class Prosody extends Against {
    Prosody() {
      super(ProsodyServer.builder());
    }
  }

  @Nested
  class Ejabberd extends Against {
    Ejabberd() {
      super(EjabberdServer.builder());
    }
  }

  @Nested
  class ModernProsody extends Against {
    ModernProsody() {
      super(ProsodyServer.modern());
    }
  }

  @Nested
  class ModernEjabberd extends Against {
    ModernEjabberd() {
      super(EjabberdServer.modern());
    }
  }

  @TestInstance(Lifecycle.PER_CLASS)
  abstract static class Against {

    @RegisterExtension final ServerExtension<RealServer> running;

    Against(RealServer.Builder settings) {
      running = ServerUser.serverWith(settings, "a", "b");
    }

    Stream<Endpoint> endpoints() {
      return Stream.of(
          Endpoint.startTls("127.0.0.1", running.server().starttlsPort()),
          Endpoint.directTls("127.0.0.1", running.server().directTlsPort()));
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void two_clients_exchange_messages(Endpoint endpoint) throws Exception {
      XmppClient a = new ServerUser(running.server(), "a").builder(endpoint).build();
      XmppClient b = new ServerUser(running.server(), "b").builder(endpoint).build();
      CompletableFuture<Message> received = new CompletableFuture<>();
      b.onMessage(received::complete);

      BoundStream streamA = a.connect().get(20, TimeUnit.SECONDS);
      BoundStream streamB = b.connect().get(20, TimeUnit.SECONDS);
      b.send(Presence.available()).get(30, TimeUnit.SECONDS);
      a.send(Message.chat(streamB.jid(), "Grüße <&> 🐦")).get(30, TimeUnit.SECONDS);

      Message message = received.get(10, TimeUnit.SECONDS);
      assertThat(message.body()).isEqualTo("Grüße <&> 🐦");
      assertThat(message.from()).isEqualTo(streamA.jid());
      assertThat(streamA.tlsProtocol()).startsWith("TLSv1.");
      assertThat(streamA.mechanism()).startsWith("SCRAM-SHA-");
      assertThat(streamA.jid().bare()).isEqualTo(Jid.of("a@localhost"));
      CompletableFuture.allOf(a.shutdown(), b.shutdown()).get(10, TimeUnit.SECONDS);
    }
  }
}
