package im.linnet.im;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.archive.MessageArchive;
import im.linnet.carbons.Carbon;
import im.linnet.carbons.Carbons;
import im.linnet.chatstates.ChatState;
import im.linnet.chatstates.ChatStates;
import im.linnet.disco.Disco;
import im.linnet.jid.Jid;
import im.linnet.pubsub.PubSub;
import im.linnet.receipts.DeliveryState;
import im.linnet.receipts.ReceiptSettings;
import im.linnet.receipts.Receipts;
import im.linnet.receipts.TrackedMessage;
import im.linnet.repeats.RepeatedMessages;
import im.linnet.stanza.Message;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import im.linnet.timeline.MessageTimeline;
import im.linnet.timeline.Progress;
import im.linnet.timeline.TimelineEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What other extensions make of copies among the messages. */
@Timeout(120)
class CopiesTest {

  private static final String STATE = "<%s xmlns='http://jabber.org/protocol/chatstates'/>";
  private static final String ASKS = "<request xmlns='urn:xmpp:receipts'/>";
  private static final Jid ROMEO = Jid.of("romeo@example.net/orchard");

  private final List<String> states = new CopyOnWriteArrayList<>();
  private final List<TimelineEntry> entries = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();

  private static String message(String from, String to, String id, String content) {
    return "<message xmlns='jabber:client' from='%s' to='%s' id='%s' type='chat'>%s</message>"
        .formatted(from, to, id, content);
  }

  private static String sent(String id, String content) {
    return copy("sent", message("juliet@localhost/garden", "romeo@example.net", id, content));
  }

  private static String received(String id, String content) {
    return copy("received", message(ROMEO.toString(), "juliet@localhost/garden", id, content));
  }

  private static String live(String id, String content) {
    return message(ROMEO.toString(), "juliet@localhost/balcony", id, content);
  }

  /** Servers give the outer message no id. */
  private static String copy(String name, String inner) {
    return ("<message from='juliet@localhost' to='juliet@localhost/balcony' type='chat'>"
            + "<%s xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'>%s"
            + "</forwarded></%s></message>")
        .formatted(name, inner, name);
  }

  /** A timeline that is up to date, as the archive has nothing. */
  private static void starts(Script script) {
    script
        .expect("<iq type='set' id='{c}'><enable xmlns='urn:xmpp:carbons:2'/></iq>")
        .expectLike("<iq type='set' id='{past}'><query xmlns='urn:xmpp:mam:2'/></iq>")
        .send("<iq type='result' id='{c}'/>")
        .send(
            "<iq type='result' id='{past}'><fin xmlns='urn:xmpp:mam:2' complete='true'>"
                + "<set xmlns='http://jabber.org/protocol/rsm'/></fin></iq>");
  }

  private ScriptedClient client(Consumer<Script> lines) {
    ReceiptSettings all = ReceiptSettings.builder().receiptsTo(jid -> true).build();
    ScriptedClient it =
        ScriptedClient.builder()
            .with(Disco::new)
            .with(PubSub::new)
            .with(RepeatedMessages::new)
            .with(ChatStates::new)
            .with(client -> new Receipts(client, all))
            .with(client -> new Carbons(client, Carbons.Delivery.AMONG_MESSAGES))
            .with(MessageArchive::new)
            .with(MessageTimeline::new)
            .bound(s -> s.then(CopiesTest::starts).awaitCue("go").then(lines));
    it.get(ChatStates.class).onState((from, state) -> states.add(from + " " + state));
    it.get(MessageTimeline.class).onEntry(entries::add);
    it.client().onMessage(messages::add);
    awaitEnd(it.get(MessageTimeline.class));
    it.peer().cue("go");
    return it;
  }

  /** The client may be connected before its extensions have begun. */
  private static void awaitEnd(MessageTimeline timeline) {
    CompletableFuture<Progress> reached = new CompletableFuture<>();
    timeline.onProgress(
        progress -> {
          if (progress instanceof Progress.UpToDate) {
            reached.complete(progress);
          }
        });
    if (!(timeline.progress() instanceof Progress.UpToDate)) {
      reached.orTimeout(20, TimeUnit.SECONDS).join();
    }
  }

  private List<String> bodies(int count) throws InterruptedException {
    List<String> bodies = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Message next = messages.poll(20, TimeUnit.SECONDS);
      assertThat(next).as("message %d within 20 s", i).isNotNull();
      bodies.add(String.valueOf(next.body()));
    }
    return bodies;
  }

  /** The script fails if there is another receipt than that for the last message. */
  @Test
  void only_messages_to_this_device_are_confirmed() throws Exception {
    String receipt = "<received xmlns='urn:xmpp:receipts' id='r2'/>";
    try (ScriptedClient it =
        client(
            s ->
                s.send(
                        sent("s1", "<body>one</body>" + ASKS)
                            + received("r1", "<body>two</body>" + ASKS)
                            + live("r2", "<body>three</body>" + ASKS))
                    .expectLike("<message to='" + ROMEO + "'>" + receipt + "</message>"))) {
      assertThat(bodies(3)).containsExactly("one", "two", "three");
      assertThat(it.client().stream()).isNotNull();
    }
  }

  @Test
  void the_states_of_a_contact_count_and_the_users_own_do_not() throws Exception {
    try (ScriptedClient it =
        client(
            s ->
                s.send(
                    sent("s1", STATE.formatted("composing"))
                        + received("r1", STATE.formatted("composing"))
                        + live("r2", "<body>end</body>" + STATE.formatted("active"))))) {
      assertThat(bodies(3)).containsExactly("null", "null", "end");
      assertThat(states).containsExactly(ROMEO + " COMPOSING", ROMEO + " ACTIVE");
      ChatStates chats = it.get(ChatStates.class);
      assertThat(chats.state(Jid.of("juliet@localhost/garden"))).isNull();
      assertThat(chats.state(ROMEO)).isEqualTo(ChatState.ACTIVE);
    }
  }

  @Test
  void the_timeline_has_each_once() throws Exception {
    try (ScriptedClient it =
        client(
            s ->
                s.send(
                    sent("s1", "<body>one</body>")
                        + live("r1", "<body>two</body>")
                        + received("r2", "<body>three</body>")
                        + live("r3", "<body>four</body>")))) {
      assertThat(bodies(4)).containsExactly("one", "two", "three", "four");
      it.callbacksDone();
      assertThat(entries)
          .extracting(entry -> entry.message().body())
          .containsExactly("one", "two", "three", "four");
      assertThat(entries)
          .extracting(TimelineEntry::way)
          .containsExactly(
              TimelineEntry.Way.CARBON,
              TimelineEntry.Way.LIVE,
              TimelineEntry.Way.CARBON,
              TimelineEntry.Way.LIVE);
      assertThat(entries)
          .extracting(TimelineEntry::sent)
          .containsExactly(true, false, false, false);
    }
  }

  /** The same copy again is a repetition; another message with its id is not. */
  @Test
  void repeated_copies_are_dropped() throws Exception {
    try (ScriptedClient it =
        client(
            s ->
                s.send(
                    received("r1", "<body>once</body>")
                        + received("r1", "<body>once</body>")
                        + sent("r1", "<body>once</body>")
                        + live("r1", "<body>once</body>")
                        + live("r1", "<body>once</body>")
                        + live("r2", "<body>end</body>")))) {
      assertThat(bodies(4)).containsExactly("once", "once", "once", "end");
      assertThat(messages).isEmpty();
      assertThat(it.client().dropped()).isEqualTo(2);
    }
  }

  /** A receipt that another device has sent acknowledges nothing of this one. */
  @ParameterizedTest
  @ValueSource(strings = {"sent", "received"})
  void a_receipt_counts_only_if_a_contact_sent_it(String way) throws Exception {
    String receipt = "<received xmlns='urn:xmpp:receipts' id='m1'/>";
    Jid other = Jid.of("juliet@localhost/garden");
    boolean isSent = way.equals("sent");
    Jid to = isSent ? other : ROMEO;
    try (ScriptedClient it =
        client(
            s ->
                s.expectLike("<message to='" + to + "' id='m1'/>")
                    .send(isSent ? sent("s1", receipt) : received("r1", receipt))
                    .send(live("r2", "<body>end</body>")))) {
      TrackedMessage sent =
          it.get(Receipts.class).send(Message.chat(to, "hello").toBuilder().id("m1").build());
      assertThat(bodies(2)).containsExactly("null", "end");
      assertThat(sent.state()).isEqualTo(isSent ? DeliveryState.SENT : DeliveryState.RECEIVED);
    }
  }

  /** Strangers gain nothing by the mark. */
  @Test
  void a_forged_mark_hides_nothing() throws Exception {
    String mark = "<copied xmlns='urn:linnet:copied:1' way='sent'/>";
    try (ScriptedClient it =
        client(s -> s.send(live("r1", "<body>end</body>" + STATE.formatted("active") + mark)))) {
      assertThat(bodies(1)).containsExactly("end");
      it.callbacksDone();
      assertThat(states).containsExactly(ROMEO + " ACTIVE");
      assertThat(entries).hasSize(1);
    }
  }

  @Test
  void the_bundle_delivers_copies_where_the_user_wants_them() {
    assertThat(ImSettings.standard().copies()).isEqualTo(Carbons.Delivery.APART);
    ImSettings settings = ImSettings.standard().copies(Carbons.Delivery.AMONG_MESSAGES);
    try (ScriptedClient it =
        ScriptedClient.builder()
            .endingAnyhow()
            .client(client -> client.with(Im.of(settings)))
            .bound(s -> s.awaitCue("go").send(sent("s1", "<body>one</body>")))) {
      CompletableFuture<Carbon.Direction> direction = new CompletableFuture<>();
      Carbons carbons = it.get(Carbons.class);
      it.client().onMessage(message -> direction.complete(carbons.direction(message)));
      it.peer().cue("go");
      assertThat(direction.orTimeout(20, TimeUnit.SECONDS).join()).isEqualTo(Carbon.Direction.SENT);
    }
  }
}
