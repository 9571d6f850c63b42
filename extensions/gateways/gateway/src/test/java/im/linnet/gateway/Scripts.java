package im.linnet.gateway;

import im.linnet.disco.Disco;
import im.linnet.roster.Roster;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Clients with {@link Gateways}, and what their servers say. */
final class Scripts {

  static final String GW = "msn.example.com";

  private Scripts() {}

  /** A connected client whose roster has these items. */
  static ScriptedClient client(String items, Consumer<Script> lines) {
    ScriptedClient client =
        ScriptedClient.builder()
            .with(Disco::new)
            .with(Roster::new)
            .with(Gateways::new)
            .bound(
                s ->
                    s.expectLike(
                            "<iq type='get' id='{load}'><query xmlns='jabber:iq:roster'/></iq>")
                        .send(
                            "<iq type='result' id='{load}'><query xmlns='jabber:iq:roster'>%s</query></iq>"
                                .formatted(items))
                        .then(lines));
    client.get(Roster.class).load().join();
    // The states that the roster shows have been reported before a test subscribes.
    client.callbacksDone();
    return client;
  }

  static String item(String jid, String subscription) {
    return "<item jid='%s' subscription='%s'/>".formatted(jid, subscription);
  }

  static void push(Script script, String item) {
    script
        .send(
            "<iq type='set' id='push'><query xmlns='jabber:iq:roster'>%s</query></iq>"
                .formatted(item))
        .expectLike("<iq type='result' id='push'/>");
  }

  /** Expects a query and answers it with a gateway's identity and these features. */
  static void info(Script script, String jid, String identity, String... features) {
    StringBuilder xml = new StringBuilder(identity);
    for (String feature : features) {
      xml.append("<feature var='").append(feature).append("'/>");
    }
    script
        .expectLike(
            "<iq type='get' to='%s' id='{info}'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>"
                .formatted(jid))
        .send(
            "<iq type='result' from='%s' id='{info}'><query xmlns='http://jabber.org/protocol/disco#info'>%s</query></iq>"
                .formatted(jid, xml));
  }

  static String gatewayTo(String type) {
    return "<identity category='gateway' type='%s' name='A %s gateway'/>".formatted(type, type);
  }

  /** The changes of states, in words. */
  static BlockingQueue<String> changes(ScriptedClient client) {
    BlockingQueue<String> changes = new LinkedBlockingQueue<>();
    client
        .get(Gateways.class)
        .onChange(change -> changes.add(change.gateway() + " " + word(change.now())));
    return changes;
  }

  static String word(GatewayState state) {
    return state.getClass().getSimpleName();
  }

  static String next(BlockingQueue<String> changes) throws InterruptedException {
    return String.valueOf(changes.poll(30, TimeUnit.SECONDS));
  }
}
