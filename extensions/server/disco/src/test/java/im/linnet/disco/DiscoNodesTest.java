package im.linnet.disco;

import im.linnet.connection.Subscription;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Reply;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.test.ScriptedClient;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nodes that other extensions answer for. */
@Timeout(120)
class DiscoNodesTest {

  private static final String INFO = "http://jabber.org/protocol/disco#info";
  private static final String ITEMS = "http://jabber.org/protocol/disco#items";

  /** Knows one node. */
  private record One(String known, String feature) implements DiscoNodes {
    @Override
    public @Nullable Reply info(Iq request, String node) {
      return node.equals(known)
          ? Reply.result(DiscoInfo.of(List.of(), Set.of(feature)).withNode(node))
          : null;
    }

    @Override
    public @Nullable Reply items(Iq request, String node) {
      return node.equals(known) ? Reply.error(Condition.FORBIDDEN) : null;
    }
  }

  private static String get(String namespace, String node) {
    return "<iq type='get' id='q' from='localhost'><query xmlns='%s' node='%s'/></iq>"
        .formatted(namespace, node);
  }

  private static String info(String node, String feature) {
    return ("<iq type='result' id='q' to='localhost'><query xmlns='%s' node='%s'>"
            + "<feature var='%s'/></query></iq>")
        .formatted(INFO, node, feature);
  }

  private static String error(String condition) {
    return "<iq type='error' id='q'><error><%s xmlns='%s'/></error></iq>"
        .formatted(condition, "urn:ietf:params:xml:ns:xmpp-stanzas");
  }

  @Test
  void the_first_that_knows_a_node_answers() {
    try (ScriptedClient it =
        ScriptedClient.bound(
            Disco::new,
            s ->
                s.awaitCue("added")
                    .send(get(INFO, "a"))
                    .expect(info("a", "urn:one"))
                    .send(get(ITEMS, "a"))
                    .expectLike(error("forbidden"))
                    .send(get(INFO, "b"))
                    .expectLike(error("item-not-found"))
                    .mark("asked")
                    .awaitCue("removed")
                    .send(get(INFO, "a"))
                    .expect(info("a", "urn:two"))
                    .mark("end"))) {
      Disco disco = it.get(Disco.class);
      Subscription first = disco.nodes(new One("a", "urn:one"));
      Subscription second = disco.nodes(new One("a", "urn:two"));
      it.peer().cue("added");
      it.peer().awaitMark("asked");
      first.close();
      it.peer().cue("removed");
      it.peer().awaitMark("end");
      second.close();
    }
  }
}
