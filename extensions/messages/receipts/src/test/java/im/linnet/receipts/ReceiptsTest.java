package im.linnet.receipts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import im.linnet.XmppClient;
import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.failure.TransportException;
import im.linnet.jid.Jid;
import im.linnet.receipts.DeliveryEvent.Changed;
import im.linnet.receipts.ReceiptSettings.Request;
import im.linnet.receipts.ReceiptSettings.Tracking;
import im.linnet.sasl.Sasl;
import im.linnet.stanza.Message;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Messages that are sent, and what comes back. */
@Timeout(120)
class ReceiptsTest {

  private static final Jid ROMEO = Jid.of("romeo@localhost");
  private static final String REQUEST = "<request xmlns='urn:xmpp:receipts'/>";
  private static final String MARKABLE = "<markable xmlns='urn:xmpp:chat-markers:0'/>";
  private static final String SM = "<sm xmlns='urn:xmpp:sm:3'/>";

  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

  private static String sent(String id, String content) {
    return "<message type='chat' to='romeo@localhost' id='%s'><body>%s</body>%s%s</message>"
        .formatted(id, content, REQUEST, MARKABLE);
  }

  private static String receipt(String from, String id) {
    return "<message from='%s' type='chat'><received xmlns='urn:xmpp:receipts' id='%s'/></message>"
        .formatted(from, id);
  }

  private static String marker(String from, String id) {
    return "<message from='%s'><displayed xmlns='urn:xmpp:chat-markers:0' id='%s'/></message>"
        .formatted(from, id);
  }

  private static String error(String from, String id) {
    return ("<message from='%s' type='error' id='%s'><received xmlns='urn:xmpp:receipts' id='%s'/>"
            + "<error type='cancel'><service-unavailable"
            + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>")
        .formatted(from, id, id);
  }

  /** A message by which the test knows that what came before it was read. */
  private static String end() {
    return "<message from='localhost'><subject>end</subject></message>";
  }

  private static Message chat(String id, String text) {
    return Message.chat(ROMEO, text).toBuilder().id(id).build();
  }

  private ScriptedClient client(
      UnaryOperator<ReceiptSettings.Builder> settings, Consumer<Script> lines) {
    ScriptedClient it =
        ScriptedClient.builder()
            .with(client -> new Receipts(client, settings.apply(ReceiptSettings.builder()).build()))
            .bound(lines);
    listen(it.client());
    return it;
  }

  private ScriptedClient client(Consumer<Script> lines) {
    return client(settings -> settings, lines);
  }

  private void listen(XmppClient client) {
    client
        .get(Receipts.class)
        .onChange(
            event ->
                events.add(
                    event instanceof Changed changed
                        ? changed.message().id() + " " + changed.now()
                        : event.message().id() + " forgotten"));
    client.onMessage(
        message -> {
          if ("end".equals(message.subject())) {
            events.add("end");
          }
        });
  }

  private String next() throws InterruptedException {
    String next = events.poll(20, TimeUnit.SECONDS);
    assertThat(next).as("an event").isNotNull();
    return next;
  }

  private static TrackedMessage soon(CompletableFuture<TrackedMessage> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  @Test
  void a_message_asks_and_is_followed() throws Exception {
    try (ScriptedClient it =
        client(
            s ->
                s.expect(sent("m1", "Hi"))
                    .awaitCue("sent")
                    .send(receipt("romeo@localhost/orchard", "m1"))
                    .send(marker("romeo@localhost", "m1")))) {
      Receipts receipts = it.get(Receipts.class);
      TrackedMessage message = receipts.send(chat("m1", "Hi"));
      assertThat(soon(message.reached(DeliveryState.SENT))).isSameAs(message);
      it.peer().cue("sent");
      soon(message.reached(DeliveryState.DISPLAYED));
      assertThat(next()).isEqualTo("m1 SENT");
      assertThat(next()).isEqualTo("m1 RECEIVED");
      assertThat(next()).isEqualTo("m1 DISPLAYED");
      assertThat(receipts.message(Jid.of("romeo@localhost/x"), "m1")).isSameAs(message);
      assertThat(receipts.messages()).containsExactly(message);
      assertThat(message.chat()).isEqualTo(ROMEO);
      assertThat(receipts.features()).contains("urn:xmpp:receipts", "urn:xmpp:chat-markers:0");
    }
  }

  @Test
  void who_is_known_not_to_answer_is_not_asked_for_receipts() throws Exception {
    String markable = "<markable xmlns='urn:xmpp:chat-markers:0'/>";
    String plain = "<message type='chat' id='m%s' to='%s'><body>Hi</body>%s</message>";
    String asking = "<request xmlns='urn:xmpp:receipts'/>" + markable;
    Jid old = Jid.of("nurse@localhost/old");
    Jid broken = Jid.of("iago@localhost/x");
    try (ScriptedClient it =
        client(
            settings ->
                settings.askable(
                    jid -> {
                      if (jid.equals(broken)) {
                        throw new IllegalStateException("meant to fail");
                      }
                      return !jid.equals(old);
                    }),
            s ->
                s.expect(plain.formatted(1, old, markable))
                    .expect(plain.formatted(2, old.bare(), asking))
                    .expect(plain.formatted(3, broken, asking)))) {
      Receipts receipts = it.get(Receipts.class);
      int number = 0;
      for (Jid to : new Jid[] {old, old.bare(), broken}) {
        number++;
        Message message = Message.chat(to, "Hi").toBuilder().id("m" + number).build();
        soon(receipts.send(message).reached(DeliveryState.SENT));
      }
    }
  }

  @Test
  void a_message_without_an_id_gets_one_and_rooms_are_not_asked_for_receipts() throws Exception {
    try (ScriptedClient it =
        client(
            s ->
                s.expect(sent("{id}", "Hi"))
                    .expect(
                        "<message type='groupchat' to='garden@rooms.localhost' id='r'>"
                            + "<body>all</body>"
                            + MARKABLE
                            + "</message>")
                    .expect(
                        "<message to='romeo@localhost' id='x'>"
                            + "<received xmlns='urn:xmpp:receipts' id='y'/>"
                            + MARKABLE
                            + "</message>")
                    .mark("sent"))) {
      Receipts receipts = it.get(Receipts.class);
      TrackedMessage first = receipts.send(Message.chat(ROMEO, "Hi"));
      Message all =
          Message.builder(Jid.of("garden@rooms.localhost"))
              .type(Message.Type.GROUPCHAT)
              .id("r")
              .body("all")
              .build();
      TrackedMessage room = receipts.send(all);
      receipts.send(Message.builder(ROMEO).id("x").payload(new Receipt("y")).build());
      soon(first.reached(DeliveryState.SENT));
      soon(room.reached(DeliveryState.SENT));
      it.peer().awaitMark("sent");
      assertThat(it.peer().captured("id")).isEqualTo(first.id());
      assertThat(room.kind()).isEqualTo(StoredMessage.Kind.ROOM);
    }
  }

  @Test
  void the_acknowledgement_of_a_managed_stream_counts() throws Exception {
    try (ScriptedClient it =
        ScriptedClient.builder()
            .features(SM)
            .with(Receipts::new)
            .endingAnyhow()
            .bound(
                s ->
                    s.expectLike("<enable xmlns='urn:xmpp:sm:3'/>")
                        .send("<enabled xmlns='urn:xmpp:sm:3'/>")
                        .expect(sent("m1", "Hi"))
                        .expect("<r xmlns='urn:xmpp:sm:3'/>")
                        .send("<a xmlns='urn:xmpp:sm:3' h='1'/>"))) {
      TrackedMessage message = it.get(Receipts.class).send(chat("m1", "Hi"));
      soon(message.reached(DeliveryState.ACKNOWLEDGED));
      assertThat(message.state()).isEqualTo(DeliveryState.ACKNOWLEDGED);
    }
  }

  @Test
  void forged_and_unknown_ones_change_nothing() throws Exception {
    String huge = "x".repeat(2_000);
    String carbon =
        "<message from='romeo@localhost'><forwarded xmlns='urn:xmpp:forward:0'>"
            + "<message xmlns='jabber:client' from='romeo@localhost'>"
            + "<received xmlns='urn:xmpp:receipts' id='m1'/></message></forwarded></message>";
    try (ScriptedClient it =
        client(
            s ->
                s.expect(sent("m1", "Hi"))
                    .awaitCue("sent")
                    .send(receipt("tybalt@localhost", "m1"))
                    .send(marker("romeo@example.net/orchard", "m1"))
                    .send(marker("localhost", "m1"))
                    .send(error("tybalt@localhost", "m1"))
                    .send(receipt("romeo@localhost/orchard", "m2"))
                    .send(receipt("romeo@localhost/orchard", huge))
                    .send(error("romeo@localhost", huge))
                    .send(carbon)
                    .send(
                        receipt("romeo@localhost/orchard", "m1")
                            .replace("type='chat'", "type='groupchat'"))
                    .send(
                        "<message from='romeo@localhost'><received xmlns='urn:xmpp:receipts'/>"
                            + "</message>")
                    .send(end())
                    .send(receipt("romeo@localhost/orchard", "m1")))) {
      TrackedMessage message = it.get(Receipts.class).send(chat("m1", "Hi"));
      assertThat(next()).isEqualTo("m1 SENT");
      it.peer().cue("sent");
      assertThat(next()).isEqualTo("end");
      assertThat(next()).isEqualTo("m1 RECEIVED");
      assertThat(it.get(Receipts.class).unmatched()).isEqualTo(5);
      assertThat(message.state()).isEqualTo(DeliveryState.RECEIVED);
    }
  }

  @Test
  void a_message_that_bounces_fails_with_the_error() throws Exception {
    try (ScriptedClient it =
        client(
            s ->
                s.expect(sent("m1", "Hi"))
                    .awaitCue("sent")
                    .send(error("romeo@localhost", "m1"))
                    .send(end()))) {
      TrackedMessage message = it.get(Receipts.class).send(chat("m1", "Hi"));
      assertThat(next()).isEqualTo("m1 SENT");
      CompletableFuture<TrackedMessage> received = message.reached(DeliveryState.RECEIVED);
      it.peer().cue("sent");
      assertThat(next()).isEqualTo("m1 FAILED");
      assertThat(next()).isEqualTo("end");
      assertThat(received.handle((done, failure) -> failure).join())
          .isSameAs(message.failure())
          .isInstanceOfSatisfying(
              StanzaException.class,
              bounced ->
                  assertThat(bounced.error().condition()).isEqualTo(Condition.SERVICE_UNAVAILABLE));
    }
  }

  @Test
  void a_message_that_is_not_sent_fails_typed() throws Exception {
    XmppClient client =
        XmppClient.builder("juliet@localhost").sasl(Sasl.anonymous()).with(Receipts::new).build();
    Receipts receipts = client.get(Receipts.class);
    TrackedMessage unsent = receipts.send(chat("m1", "Hi"));
    assertThat(unsent.reached(DeliveryState.SENT).handle((done, failure) -> failure).join())
        .isInstanceOf(TransportException.class);
    assertThat(unsent.state()).isEqualTo(DeliveryState.FAILED);
    TrackedMessage huge = receipts.send(chat("x".repeat(1_025), "Hi"));
    assertThat(huge.failure()).isInstanceOf(RefusedException.class);
    assertThat(receipts.messages()).containsExactly(unsent);
    Message bounced = Message.builder(ROMEO).type(Message.Type.ERROR).build();
    assertThatIllegalArgumentException().isThrownBy(() -> receipts.send(bounced));
    client.shutdown().get(20, TimeUnit.SECONDS);
    assertThat(receipts.send(chat("m2", "Hi")).reached(DeliveryState.SENT))
        .failsWithin(Duration.ofSeconds(20));
  }

  @Test
  void nothing_waits_on_a_closed_client() throws Exception {
    TrackedMessage message;
    CompletableFuture<TrackedMessage> received;
    try (ScriptedClient it = client(s -> s.expect(sent("m1", "Hi")))) {
      message = it.get(Receipts.class).send(chat("m1", "Hi"));
      soon(message.reached(DeliveryState.SENT));
      received = message.reached(DeliveryState.RECEIVED);
    }
    assertThat(received)
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableThat()
        .havingRootCause()
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void every_chat_message_can_be_made_to_ask() throws Exception {
    try (ScriptedClient it =
        client(
            settings -> settings.tracking(Tracking.EVERY_CHAT_MESSAGE).requests(Request.RECEIPT),
            s ->
                s.expect(
                        "<message type='chat' to='romeo@localhost' id='m1'><body>Hi</body>"
                            + REQUEST
                            + "</message>")
                    .expect("<message to='romeo@localhost' id='m2'><body>no chat</body></message>")
                    .expect(
                        "<message type='chat' to='romeo@localhost' id='m3'>"
                            + MARKABLE
                            + "</message>")
                    .expect(
                        "<message type='chat' to='romeo@localhost' id='m4'><body>once</body>"
                            + REQUEST
                            + "</message>")
                    .awaitCue("sent")
                    .send(receipt("romeo@localhost/orchard", "m1")))) {
      XmppClient client = it.client();
      client.send(chat("m1", "Hi"));
      client.send(Message.builder(ROMEO).id("m2").body("no chat").build());
      client.send(
          Message.builder(ROMEO).type(Message.Type.CHAT).id("m3").payload(new Markable()).build());
      it.get(Receipts.class).send(chat("m4", "once"));
      assertThat(next()).isEqualTo("m4 SENT");
      it.peer().cue("sent");
      assertThat(next()).isEqualTo("m1 RECEIVED");
      assertThat(it.get(Receipts.class).messages())
          .extracting(TrackedMessage::id)
          .containsExactlyInAnyOrder("m1", "m4");
    }
  }

  @Test
  void markers_in_rooms_are_reported() throws Exception {
    BlockingQueue<RoomMarker> markers = new LinkedBlockingQueue<>();
    String marker = "<displayed xmlns='urn:xmpp:chat-markers:0' id='s1'/>";
    try (ScriptedClient it =
        client(
            s ->
                s.awaitCue("go")
                    .send(
                        "<message type='groupchat' from='g@rooms.localhost'>"
                            + marker
                            + "</message>")
                    .send(
                        "<message type='groupchat' from='g@rooms.localhost/nick'>"
                            + marker
                            + "</message>")
                    .send(end()))) {
      it.get(Receipts.class).onRoomMarker(markers::add);
      it.peer().cue("go");
      assertThat(next()).isEqualTo("end");
      RoomMarker read = markers.poll(20, TimeUnit.SECONDS);
      assertThat(read).isNotNull();
      assertThat(read.occupant()).isEqualTo(Jid.of("g@rooms.localhost/nick"));
      assertThat(read.id()).isEqualTo("s1");
      assertThat(markers).isEmpty();
    }
  }

  private static Script managed(Script script) {
    return ScriptedClient.login(script, SM)
        .expect("<enable xmlns='urn:xmpp:sm:3' resume='true'/>")
        .send("<enabled xmlns='urn:xmpp:sm:3' id='some-id' resume='true'/>");
  }

  private static Script resuming(Script script) {
    return script
        .signIn("localhost", "ANONYMOUS")
        .openStream("localhost", "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>" + SM)
        .expectLike("<resume xmlns='urn:xmpp:sm:3' previd='some-id'/>");
  }

  @Test
  void messages_are_followed_over_a_resumed_stream() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.listen()) {
      peer.script(s -> managed(s).expect(sent("m1", "Hi")).reset());
      peer.script(
          s ->
              resuming(s)
                  .send("<resumed xmlns='urn:xmpp:sm:3' h='1' previd='some-id'/>")
                  .awaitCue("acknowledged")
                  .send(receipt("romeo@localhost/orchard", "m1")));
      XmppClient client =
          ScriptedClient.of(peer).with(Receipts::new).reconnect(outage -> Duration.ZERO).build();
      listen(client);
      client.connect().get(20, TimeUnit.SECONDS);
      client.get(Receipts.class).send(chat("m1", "Hi"));
      assertThat(next()).isEqualTo("m1 ACKNOWLEDGED");
      peer.cue("acknowledged");
      assertThat(next()).isEqualTo("m1 RECEIVED");
      client.shutdown(Duration.ZERO).get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void a_new_stream_loses_what_was_not_acknowledged_unless_a_receipt_comes() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.listen()) {
      peer.script(s -> managed(s).expect(sent("m1", "Hi")).reset());
      peer.script(
          s ->
              resuming(s)
                  .send(
                      "<failed xmlns='urn:xmpp:sm:3'><item-not-found"
                          + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>")
                  .expectLike("<iq type='set' id='{bind}'/>")
                  .send(
                      "<iq type='result' id='{bind}'><bind"
                          + " xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
                          + "<jid>juliet@localhost/other</jid></bind></iq>")
                  .expectLike("<enable xmlns='urn:xmpp:sm:3'/>")
                  .send("<enabled xmlns='urn:xmpp:sm:3'/>")
                  .awaitCue("failed")
                  .send(receipt("romeo@localhost/orchard", "m1")));
      XmppClient client =
          ScriptedClient.of(peer).with(Receipts::new).reconnect(outage -> Duration.ZERO).build();
      listen(client);
      client.connect().get(20, TimeUnit.SECONDS);
      TrackedMessage message = client.get(Receipts.class).send(chat("m1", "Hi"));
      assertThat(next()).isEqualTo("m1 FAILED");
      assertThat(message.failure())
          .isInstanceOfSatisfying(
              TransportException.class,
              lost -> assertThat(lost.reason()).isEqualTo(TransportException.Reason.UNCERTAIN));
      peer.cue("failed");
      assertThat(next()).isEqualTo("m1 RECEIVED");
      assertThat(message.failure()).isNull();
      client.shutdown(Duration.ZERO).get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void messages_are_followed_over_a_restart(@TempDir Path folder) throws Exception {
    ReceiptStore store = ReceiptStore.file(folder.resolve("receipts"));
    try (ScriptedClient it =
        client(
            settings -> settings.store(store),
            s -> s.expect(sent("m1", "one")).expect(sent("m2", "two")))) {
      it.get(Receipts.class).send(chat("m1", "one"));
      assertThat(next()).isEqualTo("m1 SENT");
      it.get(Receipts.class).send(chat("m2", "two"));
      assertThat(next()).isEqualTo("m2 SENT");
    }
    ReceiptStore again = ReceiptStore.file(folder.resolve("receipts"));
    awaitStored(again);
    try (ScriptedClient it =
        client(
            settings -> settings.store(again),
            s ->
                s.awaitCue("listening")
                    .send(marker("tybalt@localhost/x", "m2"))
                    .send(marker("romeo@localhost/orchard", "m2")))) {
      Receipts receipts = it.get(Receipts.class);
      receipts.restored().get(20, TimeUnit.SECONDS);
      assertThat(receipts.messages())
          .extracting(TrackedMessage::state)
          .containsExactly(DeliveryState.SENT, DeliveryState.SENT);
      it.peer().cue("listening");
      assertThat(next()).isEqualTo("m1 DISPLAYED");
      assertThat(next()).isEqualTo("m2 DISPLAYED");
      assertThat(receipts.unmatched()).isEqualTo(1);
    }
  }

  /** The last write of the first client may still be under way. */
  private static void awaitStored(ReceiptStore store) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (System.nanoTime() < end) {
      if (store.read().toCompletableFuture().get(20, TimeUnit.SECONDS).stream()
              .filter(each -> each.state() == DeliveryState.SENT)
              .count()
          == 2) {
        return;
      }
      Thread.onSpinWait();
    }
    throw new AssertionError("not stored");
  }
}
