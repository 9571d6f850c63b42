package im.linnet.gateway;

import static im.linnet.gateway.Scripts.GW;
import static im.linnet.gateway.Scripts.gatewayTo;
import static im.linnet.gateway.Scripts.info;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.gateway.GatewayState.Known;
import im.linnet.gateway.GatewayState.Registered;
import im.linnet.jid.Jid;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How gateways are found: by items and identities. */
@Timeout(120)
class FindingTest {

  private static final String ITEMS_QUERY =
      "<iq type='get' to='localhost' id='{items}'>"
          + "<query xmlns='http://jabber.org/protocol/disco#items'/></iq>";

  private static void items(Script script, String items) {
    script
        .expectLike(ITEMS_QUERY)
        .send(
            "<iq type='result' from='localhost' id='{items}'>"
                + "<query xmlns='http://jabber.org/protocol/disco#items'>%s</query></iq>"
                    .formatted(items));
  }

  @Test
  void by_items_and_identity() {
    try (ScriptedClient it =
        Scripts.client(
            Scripts.item(GW, "both"),
            s ->
                s.then(
                        l ->
                            items(
                                l,
                                "<item jid='rooms.localhost'/><item jid='msn.example.com'/>"
                                    + "<item jid='x@localhost'/><item jid='localhost' node='n'/>"
                                    + "<item jid='off.localhost'/><item jid='icq.localhost'/>"))
                    .expectLike("<iq type='get' to='rooms.localhost' id='{rooms}'/>")
                    .expectLike("<iq type='get' to='msn.example.com' id='{msn}'/>")
                    .expectLike("<iq type='get' to='off.localhost' id='{off}'/>")
                    .expectLike("<iq type='get' to='icq.localhost' id='{icq}'/>")
                    .send(answer("icq.localhost", "{icq}", gatewayTo("icq")))
                    .send(
                        "<iq type='error' from='off.localhost' id='{off}'><error type='wait'>"
                            + "<remote-server-timeout xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
                            + "</error></iq>")
                    .send(
                        answer(
                            "msn.example.com",
                            "{msn}",
                            gatewayTo("msn")
                                + "<identity category='conference' type='text'/>"
                                + "<feature var='jabber:iq:register'/>"
                                + "<feature var='jabber:iq:gateway'/>"))
                    .send(
                        answer(
                            "rooms.localhost",
                            "{rooms}",
                            "<identity category='conference' type='text'/>")))) {
      Gateways gateways = it.get(Gateways.class);
      FoundGateways found = gateways.find().join();

      assertThat(found.gateways())
          .as("gateways, where these did not answer: %s", found.unanswered())
          .extracting(Gateway::type)
          .containsExactly("msn", "icq");
      assertThat(found.unanswered()).containsOnlyKeys(Jid.of("off.localhost"));
      Gateway msn = found.gateways().get(0);
      assertThat(msn.jid()).isEqualTo(Jid.of(GW));
      assertThat(msn.name()).isEqualTo("A msn gateway");
      assertThat(msn.offersRegistration()).isTrue();
      assertThat(msn.offersPrompt()).isTrue();
      assertThat(msn.escapesNames()).isFalse();
      assertThat(gateways.gateways()).containsExactlyInAnyOrderElementsOf(found.gateways());
      assertThat(gateways.state(Jid.of(GW))).isEqualTo(new Registered(null));
      assertThat(gateways.state(Jid.of("icq.localhost"))).isEqualTo(new Known());
      assertThat(gateways.state(Jid.of("rooms.localhost"))).isNull();
    }
  }

  private static String answer(String from, String id, String content) {
    return "<iq type='result' from='%s' id='%s'><query xmlns='http://jabber.org/protocol/disco#info'>%s</query></iq>"
        .formatted(from, id, content);
  }

  @Tag("Q09")
  @Test
  void as_many_as_the_limit_and_no_more() {
    StringBuilder services = new StringBuilder();
    for (int i = 0; i < Search.MOST + 2; i++) {
      services.append("<item jid='s%d.localhost'/>".formatted(i));
    }
    try (ScriptedClient it =
        Scripts.client(
            "",
            s -> {
              items(s, services.toString());
              for (int i = 0; i < Search.MOST; i++) {
                s.expectLike("<iq type='get' to='s%d.localhost' id='{s%d}'/>".formatted(i, i));
                // As if the server answered as slowly as it may.
                if (i >= Search.AT_ONCE - 1) {
                  int first = i - Search.AT_ONCE + 1;
                  s.send(
                      answer(
                          "s%d.localhost".formatted(first),
                          "{s%d}".formatted(first),
                          gatewayTo("x")));
                }
              }
              for (int i = Search.MOST - Search.AT_ONCE + 1; i < Search.MOST; i++) {
                s.send(answer("s%d.localhost".formatted(i), "{s%d}".formatted(i), gatewayTo("x")));
              }
            })) {
      FoundGateways found = it.get(Gateways.class).find().join();

      assertThat(found.gateways())
          .as("gateways, where these did not answer: %s", found.unanswered())
          .hasSize(Search.MOST);
      assertThat(found.unanswered())
          .containsOnlyKeys(Jid.of("s256.localhost"), Jid.of("s257.localhost"));
    }
  }

  @Test
  void a_domain_that_is_none_is_refused() {
    try (ScriptedClient it =
        Scripts.client(
            Scripts.item("irc.localhost", "both"),
            s -> info(s, "irc.localhost", "<identity category='conference' type='irc'/>"))) {
      Gateways gateways = it.get(Gateways.class);
      assertThat(gateways.state(Jid.of("irc.localhost"))).isEqualTo(new Registered(null));

      assertThatThrownBy(() -> gateways.lookUp(Jid.of("irc.localhost")).join())
          .hasCauseInstanceOf(RefusedException.class)
          .hasMessageContaining("irc.localhost is no gateway");
      assertThat(gateways.state(Jid.of("irc.localhost"))).isNull();
    }
  }

  @Test
  void fails_if_the_server_lists_nothing_and_forgets_all_when_cancelled() {
    try (ScriptedClient it =
        Scripts.client(
            "",
            s ->
                s.expectLike(ITEMS_QUERY)
                    .send(
                        "<iq type='error' from='localhost' id='{items}'><error"
                            + " type='cancel'><feature-not-implemented"
                            + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>")
                    .then(l -> items(l, "<item jid='a.localhost'/>"))
                    .expectLike("<iq type='get' to='a.localhost'/>")
                    .mark("asked"))) {
      Gateways gateways = it.get(Gateways.class);
      assertThatThrownBy(() -> gateways.find().join()).hasCauseInstanceOf(StanzaException.class);

      CompletableFuture<FoundGateways> search = gateways.find();
      it.peer().awaitMark("asked");
      search.cancel(false);

      assertThat(search).isCancelled();
    }
  }
}
