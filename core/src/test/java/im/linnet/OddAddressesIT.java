package im.linnet;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.Dropped;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Reply;
import im.linnet.testkit.junit.ServerExtension;
import im.linnet.testkit.server.ProsodyServer;
import im.linnet.testkit.server.RealServer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What a gateway sends from addresses that no user could type, through a server (RFC 7622, 3.1).
 */
@Timeout(120)
class OddAddressesIT {

  private static final String GATEWAY = "gw.localhost";
  private static final String SECRET = "oddaddresses0secret";

  /** Prosody sends an address with an empty resource back to the component. */
  private static final List<String> ODD =
      List.of(
          "room@gw.localhost/\uD83E\uDEE8 Ann",
          "room@under_score.localhost/Ann",
          "under_score.localhost",
          "\uD83E\uDEE8@gw.localhost/Ann",
          "under_score.gw.localhost/\uD83E\uDEF8");

  @RegisterExtension
  static final ServerExtension<RealServer> PROSODY =
      ServerUser.serverWith(ProsodyServer.builder().component(GATEWAY, SECRET), "a");

  private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> presences = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
  private final BlockingQueue<Dropped> dropped = new LinkedBlockingQueue<>();

  @Test
  void are_delivered_as_they_came() throws Exception {
    try (XmppClient client = new ServerUser(PROSODY.server(), "a").builder().build();
        Component gateway =
            Component.connect(PROSODY.server().componentPort(GATEWAY), GATEWAY, SECRET)) {
      listen(client);
      String own = client.connect().get(20, TimeUnit.SECONDS).jid().toString();
      client.send(Presence.available()).get(5, TimeUnit.SECONDS);
      for (String from : ODD) {
        gateway.send("message", from, own, "<body>Hi</body>");
        assertThat(next(messages, from)).isEqualTo(from);
        gateway.send("presence", from, own, "<status>Hi</status>");
        assertThat(next(presences, from)).isEqualTo(from);
        gateway.send("iq type='get' id='q'", from, own, "<query xmlns='urn:example'/>");
        assertThat(next(requests, from)).isEqualTo(from);
      }
      assertThat(dropped).isEmpty();
      assertThat(client.dropped()).isZero();
    }
  }

  private void listen(XmppClient client) {
    client.onDropped(dropped::add);
    client.onMessage(message -> messages.add(String.valueOf(message.from())));
    client.onPresence(
        presence -> {
          if (presence.status() != null) {
            presences.add(String.valueOf(presence.from()));
          }
        });
    client.onRequest(
        Iq.Type.GET,
        "query",
        "urn:example",
        request -> {
          requests.add(String.valueOf(request.from()));
          return Reply.result().now();
        });
  }

  private static String next(BlockingQueue<String> heard, String from) throws InterruptedException {
    return requireNonNull(heard.poll(10, TimeUnit.SECONDS), "nothing came from " + from);
  }
}
