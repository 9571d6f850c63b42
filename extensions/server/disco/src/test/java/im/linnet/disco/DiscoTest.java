package im.linnet.disco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.Extension;
import im.linnet.XmppClient;
import im.linnet.connection.Subscription;
import im.linnet.failure.RefusedException;
import im.linnet.failure.UnreadableAnswerException;
import im.linnet.jid.Jid;
import im.linnet.sasl.Sasl;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import im.linnet.xml.Element;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class DiscoTest {

  private static final String INFO = "<query xmlns='http://jabber.org/protocol/disco#info'/>";
  private static final String ITEMS = "<query xmlns='http://jabber.org/protocol/disco#items'/>";
  private static final Jid ROMEO = Jid.of("romeo@localhost/orchard");

  /** Any other extension that can do something. */
  private static final class Sonnets implements Extension {
    @Override
    public Set<String> features() {
      return Set.of("urn:example:sonnets");
    }
  }

  private static String error(String id, String to, String condition) {
    return "<iq type='error' id='%s' to='%s'><error type='cancel'><%s xmlns='%s'/></error></iq>"
        .formatted(id, to, condition, "urn:ietf:params:xml:ns:xmpp-stanzas");
  }

  @Test
  void asks_the_own_server_once() throws Exception {
    try (ScriptedClient juliet =
        ScriptedClient.builder()
            .with(Disco::new)
            .overTls()
            .endingAnyhow()
            .bound(
                s ->
                    s.expect("<iq type='get' id='{i}' to='localhost'>" + INFO + "</iq>")
                        .send(
                            "<iq type='result' id='{i}' from='localhost'>"
                                + "<query xmlns='http://jabber.org/protocol/disco#info'>"
                                + "<identity category='server' type='im' name='x'/><identity/>"
                                + "<feature var='urn:a'/><feature/><other xmlns='b'/></query></iq>")
                        .expectLike("<iq type='get' id='{j}' to='localhost'>" + ITEMS + "</iq>"))) {
      Disco disco = juliet.client().get(Disco.class);
      DiscoInfo info = disco.serverInfo().get(10, TimeUnit.SECONDS);
      assertThat(info.identities()).containsExactly(new Identity("server", "im", "x", null));
      assertThat(info.features()).containsExactly("urn:a");
      assertThat(disco.serverInfo().get(10, TimeUnit.SECONDS)).isEqualTo(info);
      disco.items(Jid.of("localhost"));
      juliet.peer().await();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<presence type='unavailable' from='romeo@localhost/orchard'/>",
        "<presence type='unavailable' from='romeo@localhost'/>",
        "<presence type='error' from='romeo@localhost/orchard'><error code='404'/></presence>",
        "<presence type='error' from='romeo@localhost'><error type='wait'/></presence>"
      })
  void forgets_a_client_that_goes_offline(String presence) throws Exception {
    String answer = "<iq type='result' id='%s' from='" + ROMEO + "'>" + INFO + "</iq>";
    try (ScriptedClient juliet =
        ScriptedClient.bound(
            Disco::new,
            s ->
                s.expectLike("<iq type='get' id='{i}' to='" + ROMEO + "'/>")
                    .send(answer.formatted("{i}"))
                    .send(presence)
                    .expectLike("<iq type='get' id='{j}' to='" + ROMEO + "'/>")
                    .send(answer.formatted("{j}")))) {
      CompletableFuture<Void> offline = new CompletableFuture<>();
      juliet.client().onPresence(left -> offline.complete(null));
      Disco disco = juliet.client().get(Disco.class);
      disco.info(ROMEO).get(10, TimeUnit.SECONDS);
      offline.get(10, TimeUnit.SECONDS);
      disco.info(ROMEO).get(10, TimeUnit.SECONDS);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0000", "a\u0007", "\uD83D", "\uFFFE"})
  void what_cannot_be_sent_fails_where_it_is_waited_for(String name) throws Exception {
    try (ScriptedClient juliet = ScriptedClient.bound(Disco::new, Script::silence)) {
      Disco disco = juliet.client().get(Disco.class);
      for (int i = 0; i < 2; i++) {
        var info = disco.info(ROMEO, name);
        var items = disco.items(ROMEO, name);
        assertThatThrownBy(() -> info.get(10, TimeUnit.SECONDS))
            .hasCauseInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> items.get(10, TimeUnit.SECONDS))
            .hasCauseInstanceOf(RefusedException.class);
      }
      assertThatIllegalArgumentException().isThrownBy(() -> disco.feature(name));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> disco.identity(new Identity("client", "bot", name, null)));
      assertThat(disco.ownInfo().features()).hasSize(2);
    }
  }

  /** Larger than what anybody may send. */
  @Test
  void lists_the_rooms_of_a_large_service() throws Exception {
    String rooms =
        IntStream.range(0, 12_000)
            .mapToObj(
                "<item jid='room-number-%1$d@conference.localhost' name='Room no. %1$d'/>"
                    ::formatted)
            .collect(Collectors.joining());
    String padding = "<x xmlns='urn:example:padding'>" + "x".repeat(1 << 19) + "</x>";
    assertThat(rooms + padding).hasSizeGreaterThan(1 << 20);
    try (ScriptedClient juliet =
        ScriptedClient.bound(
            Disco::new,
            s ->
                s.answer(
                    request ->
                        "<iq type='result' id='%s' from='conference.localhost'>%s%s%s</query></iq>"
                            .formatted(
                                request.attribute("id"),
                                ITEMS.replace("/>", ">"),
                                rooms,
                                padding)))) {
      DiscoItems items =
          juliet
              .client()
              .get(Disco.class)
              .items(Jid.of("conference.localhost"))
              .get(10, TimeUnit.SECONDS);
      assertThat(items.items()).hasSize(12_000);
    }
  }

  @Test
  void an_answer_without_the_query_is_an_error() throws Exception {
    try (ScriptedClient juliet =
        ScriptedClient.builder()
            .with(Disco::new)
            .overTls()
            .endingAnyhow()
            .bound(
                s ->
                    s.expectLike("<iq type='get' id='{i}' to='" + ROMEO + "'/>")
                        .send("<iq type='result' id='{i}' from='" + ROMEO + "'/>"))) {
      var items = juliet.client().get(Disco.class).items(ROMEO);
      assertThatThrownBy(() -> items.get(10, TimeUnit.SECONDS))
          .hasCauseInstanceOf(UnreadableAnswerException.class)
          .hasMessageContaining("romeo@localhost/orchard");
    }
  }

  @Test
  void answers_about_itself() throws Exception {
    try (ScriptedClient juliet =
        ScriptedClient.builder()
            .with(Disco::new)
            .overTls()
            .endingAnyhow()
            .bound(
                s ->
                    s.send("<iq type='get' id='1' from='" + ROMEO + "'>" + INFO + "</iq>")
                        .expect(
                            "<iq type='result' id='1' to='%s'>".formatted(ROMEO)
                                + "<query xmlns='http://jabber.org/protocol/disco#info'>"
                                + "<identity category='client' type='pc'/>"
                                + "<feature var='http://jabber.org/protocol/disco#info'/>"
                                + "<feature var='http://jabber.org/protocol/disco#items'/>"
                                + "</query></iq>")
                        .send("<iq type='get' id='2' from='" + ROMEO + "'>" + ITEMS + "</iq>")
                        .expect("<iq type='result' id='2' to='%s'>%s</iq>".formatted(ROMEO, ITEMS))
                        .send(
                            "<iq type='get' id='3' from='%s'>%s</iq>"
                                .formatted(ROMEO, INFO.replace("/>", " node='n'/>")))
                        .expect(error("3", ROMEO.toString(), "item-not-found")))) {
      juliet.peer().await();
    }
  }

  @Test
  @DisplayName("P28: strangers are told what the server says of nobody")
  void refuses_strangers_by_policy() throws Exception {
    try (ScriptedClient juliet =
        ScriptedClient.builder()
            .with(client -> new Disco(client, ROMEO::equals))
            .overTls()
            .endingAnyhow()
            .bound(
                s ->
                    s.send("<iq type='get' id='1' from='a@evil.example/b'>" + INFO + "</iq>")
                        .expect(error("1", "a@evil.example/b", "service-unavailable"))
                        .send("<iq type='get' id='2' from='a@evil.example/b'>" + ITEMS + "</iq>")
                        .expect(error("2", "a@evil.example/b", "service-unavailable"))
                        .send("<iq type='get' id='3' from='" + ROMEO + "'>" + ITEMS + "</iq>")
                        .expectLike("<iq type='result' id='3'/>")
                        .send("<iq type='get' id='4' from='localhost'>" + INFO + "</iq>")
                        .expectLike("<iq type='result' id='4'/>")
                        .send("<iq type='get' id='5' from='juliet@localhost'>" + INFO + "</iq>")
                        .expectLike("<iq type='result' id='5'/>")
                        .send("<iq type='get' id='6'>" + INFO + "</iq>")
                        .expectLike("<iq type='result' id='6'/>"))) {
      juliet.peer().await();
    }
  }

  @Test
  void tells_what_extensions_and_users_add() {
    XmppClient client =
        XmppClient.builder("juliet@localhost")
            .sasl(Sasl.password("secret"))
            .with(Disco::new)
            .with(added -> new Sonnets())
            .build();
    Disco disco = client.get(Disco.class);
    assertThat(disco.ownInfo().has("urn:example:sonnets")).isTrue();
    assertThat(disco.ownInfo().is("client", "pc")).isTrue();

    Subscription once = disco.feature("urn:a");
    Subscription twice = disco.feature("urn:a");
    Identity bot = new Identity("client", "bot");
    Subscription identity = disco.identity(bot);
    assertThat(disco.ownInfo().identities()).containsExactly(bot);
    once.close();
    once.close();
    assertThat(disco.ownInfo().has("urn:a")).isTrue();
    twice.close();
    identity.close();
    assertThat(disco.ownInfo().has("urn:a")).isFalse();
    assertThat(disco.ownInfo().is("client", "pc")).isTrue();
    client.shutdown().join();
  }

  @Test
  void writes_what_it_reads() {
    DiscoInfo info =
        DiscoInfo.of(
            List.of(new Identity("client", "bot", "Bot", "de"), new Identity("a", "b")),
            Set.of("urn:a"));
    assertThat(DiscoInfo.of(info.toElement()))
        .isEqualTo(info)
        .hasSameHashCodeAs(info)
        .isNotEqualTo(DiscoInfo.of(List.of(), info.features()))
        .isNotEqualTo(DiscoInfo.of(info.identities(), Set.of()));
    Element form = Element.of("x", "jabber:x:data");
    Element extended = info.toElement().toBuilder().attribute("node", "n").child(form).build();
    assertThat(DiscoInfo.of(extended).node()).isEqualTo("n");
    assertThat(DiscoInfo.of(extended).forms()).containsExactly(form);
    assertThat(DiscoInfo.of(extended).toElement()).isEqualTo(extended);
    DiscoItems items = new DiscoItems(null, List.of(new DiscoItems.Item(ROMEO, "n", "Romeo & Co")));
    assertThat(DiscoItems.of(items.toElement())).isEqualTo(items);
    assertThatIllegalArgumentException().isThrownBy(() -> DiscoInfo.of(items.toElement()));
    assertThatIllegalArgumentException().isThrownBy(() -> DiscoItems.of(info.toElement()));
  }

  @Test
  void leaves_out_items_that_cannot_be_asked() {
    Element query =
        Element.builder("query", DiscoItems.NAMESPACE)
            .child(Element.of("item", DiscoItems.NAMESPACE))
            .child(Element.builder("item", DiscoItems.NAMESPACE).attribute("jid", "@").build())
            .child(new DiscoItems.Item(ROMEO, null, null).toElement())
            .build();
    assertThat(DiscoItems.of(query).items())
        .containsExactly(new DiscoItems.Item(ROMEO, null, null));
  }

  @Test
  void keeps_the_address_of_an_item_as_it_came() {
    String occupant = "room@muc.example/\uD83E\uDEE8 Ann";
    Element query =
        Element.builder("query", DiscoItems.NAMESPACE)
            .child(Element.builder("item", DiscoItems.NAMESPACE).attribute("jid", occupant).build())
            .build();
    DiscoItems items = DiscoItems.of(query);
    assertThat(items.items())
        .singleElement()
        .hasToString("Item[jid=%s, node=null, name=null]".formatted(occupant));
    assertThat(items.toElement()).isEqualTo(query);
  }
}
