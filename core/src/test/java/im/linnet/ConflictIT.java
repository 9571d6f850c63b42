package im.linnet;

import static im.linnet.LiveSession.await;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.ConnectionState.Connected;
import im.linnet.connection.ConnectionState.Disconnected;
import im.linnet.connection.ReconnectPolicy;
import im.linnet.endpoint.Endpoint;
import im.linnet.sasl.Sasl;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Presence;
import im.linnet.testkit.junit.ServerExtension;
import im.linnet.testkit.server.EjabberdServer;
import im.linnet.testkit.server.ProsodyServer;
import im.linnet.testkit.server.RealServer;
import im.linnet.tls.TlsPolicy;
import im.linnet.xml.Element;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two clients of one account, with one resource and with two: what the message advises helps. */
@Timeout(120)
class ConflictIT {

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

  abstract static class Against {

    @RegisterExtension final ServerExtension<RealServer> running;

    Against(RealServer.Builder settings) {
      running = ServerUser.serverWith(settings, "a");
    }

    private XmppClient client(String resource) {
      RealServer server = running.server();
      return XmppClient.builder("a@" + server.domain() + resource)
          .sasl(Sasl.password(ServerUser.password("a")))
          .endpoint(Endpoint.startTls("127.0.0.1", server.starttlsPort()))
          .tls(TlsPolicy.builder().trust(server.authority().trustAnchor()).build())
          .reconnect(ReconnectPolicy.standard())
          .build();
    }

    @Test
    void clients_with_resources_of_their_own_do_not_end_each_other() throws Exception {
      CompletableFuture<Disconnected> ended = new CompletableFuture<>();
      try (XmppClient first = client("/same")) {
        first.onState(
            state -> {
              if (state instanceof Disconnected end && end.cause() != null) {
                ended.complete(end);
              }
            });
        await(first.connect());
        await(first.send(Presence.available()));
        try (XmppClient second = client("/same")) {
          await(second.connect());
          assertThat(await(ended).cause())
              .hasMessageContaining("give each client a resource of its own, or none");
        }
      }
      try (XmppClient one = client("/one");
          XmppClient other = client("/other");
          XmppClient none = client("");
          XmppClient another = client("")) {
        for (XmppClient client : new XmppClient[] {one, other, none, another}) {
          await(client.connect());
        }
        for (XmppClient client : new XmppClient[] {one, other, none, another}) {
          await(client.request(Iq.get(null, Element.of("query", "jabber:iq:roster"))));
          assertThat(client.state()).isInstanceOf(Connected.class);
        }
      }
    }
  }
}
