package im.linnet.receipts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import im.linnet.XmppClient;
import im.linnet.disco.Disco;
import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.forwarding.StanzaId;
import im.linnet.jid.Jid;
import im.linnet.pubsub.PubSub;
import im.linnet.receipts.ReceiptSettings.Syncing;
import im.linnet.sasl.Sasl;
import im.linnet.stanza.Message;
import im.linnet.test.ScriptedClient;
import im.linnet.test.Xml;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the user's devices have displayed. */
@Timeout(120)
class SyncTest {

  private static final String PUBSUB = "http://jabber.org/protocol/pubsub";
  private static final String INFO = "http://jabber.org/protocol/disco#info";
  private static final String NODE = "urn:xmpp:mds:displayed:0";
  private static final String OWN = "juliet@localhost";
  private static final ReceiptSettings SETTINGS =
      ReceiptSettings.builder().syncing(Syncing.ON).markersTo(jid -> true).build();

  private final BlockingQueue<DisplayedElsewhere> elsewhere = new LinkedBlockingQueue<>();

  private static String item(String chat, String id, String by) {
    return ("<item id='%s'><displayed xmlns='%s'>"
            + "<stanza-id xmlns='urn:xmpp:sid:0' id='%s' by='%s'/></displayed></item>")
        .formatted(chat, NODE, id, by);
  }

  private static String event(String from, String items) {
    return ("<message from='%s' type='headline'><event xmlns='%s#event'><items node='%s'>%s</items>"
            + "</event></message>")
        .formatted(from, PUBSUB, NODE, items);
  }

  private static Script catchUp(Script script, String items) {
    return script
        .expect(
            "<iq type='get' id='{up}'><pubsub xmlns='%s'><items node='%s'/></pubsub></iq>"
                .formatted(PUBSUB, NODE))
        .send(
            "<iq type='result' id='{up}'><pubsub xmlns='%s'><items node='%s'>%s</items></pubsub></iq>"
                .formatted(PUBSUB, NODE, items));
  }

  private static Script info(Script script, String... features) {
    StringBuilder list = new StringBuilder();
    for (String feature : features) {
      list.append("<feature var='").append(feature).append("'/>");
    }
    return script
        .expect("<iq type='get' id='{i}' to='" + OWN + "'><query xmlns='" + INFO + "'/></iq>")
        .send(
            "<iq type='result' id='{i}' from='%s'><query xmlns='%s'>%s</query></iq>"
                .formatted(OWN, INFO, list));
  }

  private static String field(String name, String value) {
    return "<field var='%s'><value>%s</value></field>".formatted(name, value);
  }

  private static String publication(String chat, String id) {
    return ("<iq type='set' id='{p}'><pubsub xmlns='%s'><publish node='%s'>%s</publish>"
            + "<publish-options><x xmlns='jabber:x:data' type='submit'>"
            + "<field var='FORM_TYPE' type='hidden'><value>%s#publish-options</value></field>"
            + field("pubsub#persist_items", "true")
            + field("pubsub#access_model", "whitelist")
            + field("pubsub#send_last_published_item", "never")
            + field("pubsub#max_items", "max")
            + "</x></publish-options></pubsub></iq>")
        .formatted(PUBSUB, NODE, item(chat, id, OWN), PUBSUB);
  }

  private static Message message(String content) {
    return Message.of(
        Xml.element(
            "<message xmlns='jabber:client' type='chat' from='romeo@localhost/o' id='m'>"
                + content
                + "</message>"));
  }

  private static String stanzaId(String id) {
    return "<stanza-id xmlns='urn:xmpp:sid:0' id='%s' by='%s'/>".formatted(id, OWN);
  }

  private ScriptedClient client(Consumer<Script> lines) {
    ScriptedClient it =
        ScriptedClient.builder()
            .with(Disco::new)
            .with(PubSub::new)
            .with(client -> new Receipts(client, SETTINGS))
            .built(lines);
    it.get(Receipts.class).onDisplayedElsewhere(elsewhere::add);
    it.client().connect().orTimeout(20, TimeUnit.SECONDS).join();
    return it;
  }

  /** A client that has caught up, so that it sends nothing more by itself. */
  private ScriptedClient caughtUp(Consumer<Script> lines) {
    ScriptedClient it = client(s -> catchUp(s, "").mark("up").then(lines));
    it.peer().awaitMark("up");
    return it;
  }

  private static DisplayedElsewhere state(String chat, String id, String by) {
    return new DisplayedElsewhere(Jid.of(chat), new StanzaId(id, Jid.of(by)));
  }

  private DisplayedElsewhere next() throws InterruptedException {
    DisplayedElsewhere next = elsewhere.poll(20, TimeUnit.SECONDS);
    assertThat(next).isNotNull();
    return next;
  }

  @Test
  void what_other_devices_displayed_is_caught_up_with_and_followed() throws Exception {
    String room = "g@rooms.localhost";
    try (ScriptedClient it =
        client(
            s ->
                catchUp(s, item("romeo@localhost", "s1", OWN) + item(room, "r1", room))
                    .awaitCue("more")
                    .send(event(OWN, item("romeo@localhost", "s1", OWN)))
                    .send(event(OWN, item("romeo@localhost", "s2", OWN))))) {
      assertThat(next()).isEqualTo(state("romeo@localhost", "s1", OWN));
      assertThat(next()).isEqualTo(state(room, "r1", room));
      it.peer().cue("more");
      assertThat(next()).isEqualTo(state("romeo@localhost", "s2", OWN));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "romeo@localhost, romeo@localhost, s, juliet@localhost",
    "juliet@localhost/balcony, romeo@localhost, s, juliet@localhost",
    "juliet@localhost, romeo@localhost, s, tybalt@localhost",
    "juliet@localhost, @@, s, juliet@localhost",
    "juliet@localhost, romeo@localhost, '', juliet@localhost"
  })
  void others_and_malformed_items_are_not_believed(String from, String chat, String id, String by)
      throws Exception {
    try (ScriptedClient it =
        caughtUp(
            s ->
                s.awaitCue("go")
                    .send(event(from, item(chat, id, by)))
                    .send(event(OWN, item("nurse@localhost", "good", OWN))))) {
      it.peer().cue("go");
      assertThat(next()).isEqualTo(state("nurse@localhost", "good", OWN));
      assertThat(elsewhere).isEmpty();
    }
  }

  @Test
  void what_this_device_displays_is_published_privately_after_the_marker() throws Exception {
    try (ScriptedClient it =
        caughtUp(
            s ->
                s.expectLike(
                        "<message to='romeo@localhost'>"
                            + "<displayed xmlns='urn:xmpp:chat-markers:0' id='m'/></message>")
                    .then(
                        lines ->
                            info(
                                lines,
                                "urn:xmpp:sid:0",
                                "http://jabber.org/protocol/pubsub#publish-options"))
                    .expect(publication("romeo@localhost", "s1"))
                    .send(event(OWN, item("romeo@localhost", "s1", OWN)))
                    .send("<iq type='result' id='{p}'/>")
                    .awaitCue("again")
                    .send(event(OWN, item("romeo@localhost", "s2", OWN))))) {
      Receipts receipts = it.get(Receipts.class);
      Message message =
          message("<markable xmlns='urn:xmpp:chat-markers:0'/>" + stanzaId("s0") + stanzaId("s1"));
      assertThat(receipts.displayed(message).get(20, TimeUnit.SECONDS)).isTrue();
      assertThat(receipts.displayed(message).get(20, TimeUnit.SECONDS)).isFalse();
      it.peer().cue("again");
      assertThat(next()).isEqualTo(state("romeo@localhost", "s2", OWN));
    }
  }

  @Test
  void ids_of_a_server_that_gives_none_are_forged() throws Exception {
    try (ScriptedClient it =
        caughtUp(s -> info(s, "http://jabber.org/protocol/pubsub#publish-options"))) {
      assertThat(
              it.get(Receipts.class).displayed(message(stanzaId("s1"))).get(20, TimeUnit.SECONDS))
          .isFalse();
    }
  }

  @Test
  void nothing_is_published_where_it_can_not_be_kept_private() throws Exception {
    try (ScriptedClient it = caughtUp(s -> info(s, "urn:xmpp:sid:0"))) {
      assertThat(
              it.get(Receipts.class)
                  .displayed(message(stanzaId("s1")))
                  .handle((done, failure) -> failure)
                  .get(20, TimeUnit.SECONDS))
          .isInstanceOf(RefusedException.class);
    }
  }

  @Test
  void a_refused_publication_fails_typed_and_is_tried_again() throws Exception {
    String refusal =
        "<iq type='error' id='{p}'><error type='auth'><forbidden"
            + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>";
    try (ScriptedClient it =
        caughtUp(
            s ->
                info(s, "urn:xmpp:sid:0", "http://jabber.org/protocol/pubsub#publish-options")
                    .expect(publication("romeo@localhost", "s1"))
                    .send(refusal)
                    .expect(publication("romeo@localhost", "s1"))
                    .send("<iq type='result' id='{p}'/>"))) {
      Receipts receipts = it.get(Receipts.class);
      assertThat(
              receipts
                  .displayed(message(stanzaId("s1")))
                  .handle((done, failure) -> failure)
                  .get(20, TimeUnit.SECONDS))
          .isInstanceOf(StanzaException.class);
      assertThat(receipts.displayed(message(stanzaId("s1"))).get(20, TimeUnit.SECONDS)).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<iq type='error' id='{up}'><error type='cancel'><item-not-found"
            + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>",
        "<iq type='result' id='{up}'/>"
      })
  void a_node_that_is_absent_does_no_harm(String answer) throws Exception {
    try (ScriptedClient it =
        client(
            s ->
                s.expectLike("<iq type='get' id='{up}'><pubsub xmlns='" + PUBSUB + "'/></iq>")
                    .send(answer)
                    .send(event(OWN, item("romeo@localhost", "s1", OWN))))) {
      assertThat(next()).isEqualTo(state("romeo@localhost", "s1", OWN));
      assertThat(it.client().stream()).isNotNull();
    }
  }

  @Test
  void a_new_stream_brings_what_has_changed_meanwhile() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.listen()) {
      peer.script(
          s ->
              catchUp(
                      ScriptedClient.login(s, ""),
                      item("romeo@localhost", "s1", OWN) + item("nurse@localhost", "n1", OWN))
                  .awaitCue("lose")
                  .close());
      peer.script(
          s ->
              catchUp(
                      ScriptedClient.login(s, ""),
                      item("romeo@localhost", "s1", OWN) + item("nurse@localhost", "n2", OWN))
                  .mark("done"));
      XmppClient client =
          ScriptedClient.of(peer)
              .with(Disco::new)
              .with(PubSub::new)
              .with(it -> new Receipts(it, SETTINGS))
              .reconnect(outage -> Duration.ZERO)
              .build();
      client.get(Receipts.class).onDisplayedElsewhere(elsewhere::add);
      client.connect().get(20, TimeUnit.SECONDS);
      assertThat(next()).isEqualTo(state("romeo@localhost", "s1", OWN));
      assertThat(next()).isEqualTo(state("nurse@localhost", "n1", OWN));
      peer.cue("lose");
      assertThat(next()).isEqualTo(state("nurse@localhost", "n2", OWN));
      assertThat(elsewhere).isEmpty();
      client.shutdown(Duration.ZERO).get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void an_event_overtakes_what_was_asked_for_before() throws Exception {
    try (ScriptedClient it =
        client(
            s ->
                s.expectLike("<iq type='get' id='{up}'><pubsub xmlns='" + PUBSUB + "'/></iq>")
                    .send(event(OWN, item("romeo@localhost", "s2", OWN)))
                    .awaitCue("answer")
                    .send(
                        "<iq type='result' id='{up}'><pubsub xmlns='%s'><items node='%s'>%s%s</items></pubsub></iq>"
                            .formatted(
                                PUBSUB,
                                NODE,
                                item("romeo@localhost", "s1", OWN),
                                item("nurse@localhost", "n1", OWN))))) {
      assertThat(next()).isEqualTo(state("romeo@localhost", "s2", OWN));
      it.peer().cue("answer");
      assertThat(next()).isEqualTo(state("nurse@localhost", "n1", OWN));
      assertThat(elsewhere).isEmpty();
    }
  }

  @Test
  void syncing_needs_publish_subscribe() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                XmppClient.builder(OWN)
                    .sasl(Sasl.anonymous())
                    .with(client -> new Receipts(client, SETTINGS))
                    .build());
  }
}
