package im.linnet.rostersync;

import static im.linnet.rostersync.Gateway.GW;
import static im.linnet.rostersync.Gateway.ITEM;
import static im.linnet.rostersync.Gateway.load;
import static im.linnet.rostersync.Gateway.next;
import static im.linnet.rostersync.Gateway.push;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.connection.ConnectionState.Connected;
import im.linnet.jid.Jid;
import im.linnet.roster.Roster;
import im.linnet.rostersync.SyncEvent.Applied;
import im.linnet.rostersync.SyncEvent.Failed;
import im.linnet.stanza.Iq;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.xml.Element;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bad input: many pushes, slow servers, and lost connections. */
@Tag("Q09")
@Timeout(300)
class FloodTest {

  private static final Jid GATEWAY = Jid.of(GW);

  private static String pushes(int from, int to) {
    StringBuilder pushes = new StringBuilder();
    for (int i = from; i < to; i++) {
      pushes.append(push("f" + i));
    }
    return pushes.toString();
  }

  @Test
  @DisplayName("e.55: 10,000 pushes at once: as many as the limit wait, the others are ordinary")
  void ten_thousand_pushes_at_once_wait_within_the_limits() throws Exception {
    try (Gateway it =
        new Gateway(
                ITEM,
                new NoStore(),
                new SyncLimits(400, 16 << 20, 10, 8, 100_000),
                s -> {
                  s.then(l -> load(l, ITEM));
                  for (int i = 0; i < 100; i++) {
                    s.sendRaw(pushes(i * 100, i * 100 + 100));
                  }
                })
            .online()) {
      next(it.questions);
      for (int i = 400; i < 10_000; i++) {
        assertThat(next(it.presences).from()).hasToString("f%d%%hotmail.com@%s".formatted(i, GW));
        assertThat(next(it.events)).extracting("reason").isEqualTo(SyncEvent.Reason.FULL);
      }
      assertThat(it.sync().waiting(GATEWAY)).hasSize(400);
      assertThat(it.sentSoFar()).isEmpty();
      assertThat(it.events).isEmpty();

      it.answer.complete(Decision.ALLOW);
      for (int i = 0; i < 400; i++) {
        assertThat(next(it.events)).isInstanceOf(Applied.class);
      }
      assertThat(it.sentSoFar()).hasSize(3 * 400);
      assertThat(it.questions).isEmpty();
    }
  }

  @Test
  @DisplayName("e.55: 10,000 pushes at once, with the standard limits; denied, all are ordinary")
  void ten_thousand_denied_pushes_are_all_ordinary() throws Exception {
    try (Gateway it =
        new Gateway(
                ITEM,
                s -> {
                  s.then(l -> load(l, ITEM));
                  for (int i = 0; i < 100; i++) {
                    s.sendRaw(pushes(i * 100, i * 100 + 100));
                  }
                })
            .online()) {
      next(it.questions);
      while (it.sync().waiting(GATEWAY).size() < 10_000) {
        it.settle();
      }
      it.answer.complete(Decision.DENY);

      for (int i = 0; i < 10_000; i++) {
        assertThat(next(it.presences).from()).hasToString("f%d%%hotmail.com@%s".formatted(i, GW));
      }
      assertThat(it.sentSoFar()).isEmpty();
    }
  }

  /** The size counts as well, and room is given back. */
  @Test
  void large_pushes_take_more_room() throws Exception {
    String large = "<item name='%s' subscription='both'/>".formatted("x".repeat(5_000));
    StringBuilder pushes = new StringBuilder();
    for (int i = 0; i < 10; i++) {
      pushes.append(push("l%d@%s".formatted(i, GW), "subscribe", Subsync.NAMESPACES.get(0), large));
    }
    try (Gateway it =
        new Gateway(
                ITEM,
                new NoStore(),
                new SyncLimits(100, 24_000, 10, 8, 600),
                s -> s.then(l -> load(l, ITEM)).sendRaw(pushes.toString()))
            .online()) {
      next(it.questions);
      while (it.sync().waiting(GATEWAY).size() + it.presences.size() < 10) {
        it.settle();
      }
      int waiting = it.sync().waiting(GATEWAY).size();
      assertThat(waiting).isBetween(1, 5);
      for (int refused = waiting; refused < 10; refused++) {
        assertThat(next(it.events)).extracting("reason").isEqualTo(SyncEvent.Reason.FULL);
      }
      it.answer.complete(Decision.ALLOW);
      for (int i = 0; i < waiting; i++) {
        assertThat(next(it.events)).isInstanceOf(Applied.class);
      }
      it.more.add(pushes(0, 3));
      it.sentSoFar();
      for (int i = 0; i < 3; i++) {
        assertThat(next(it.events)).isInstanceOf(Applied.class);
      }
    }
  }

  /** One contact at a time: nothing of the second is sent before the server has set the first. */
  @Test
  void a_few_contacts_at_a_time() {
    String set = "<iq type='set' id='{set}'><query xmlns='jabber:iq:roster'/></iq>";
    BlockingQueue<SyncEvent> events = new LinkedBlockingQueue<>();
    try (ScriptedClient it =
        ScriptedClient.builder()
            .with(Roster::new)
            .with(
                client ->
                    new RosterSync(
                        client,
                        question -> CompletableFuture.completedFuture(Decision.ALLOW),
                        new NoStore(),
                        new SyncLimits(100, 1 << 20, 10, 1, 600)))
            .bound(
                s -> {
                  load(s, ITEM);
                  s.sendRaw(pushes(0, 3));
                  s.expectLike(set)
                      .mark("set")
                      .expectLike("<iq type='get' id='{ping}'><ping xmlns='urn:xmpp:ping'/></iq>")
                      .send("<iq type='result' id='{ping}'/>")
                      .send("<iq type='result' id='{set}'/>")
                      .then(l -> contact(l, 0))
                      .expectLike(set)
                      .send(
                          "<iq type='error' id='{set}'><error type='cancel'><not-allowed"
                              + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>")
                      .expectLike(set)
                      .send("<iq type='result' id='{set}'/>")
                      .then(l -> contact(l, 2));
                })) {
      it.get(RosterSync.class).onEvent(events::add);
      it.get(Roster.class).load().join();
      it.peer().awaitMark("set");
      it.client().request(Iq.get(null, Element.of("ping", "urn:xmpp:ping"))).join();

      assertThat(poll(events)).isInstanceOf(Applied.class);
      assertThat(poll(events)).as("a refusal stops nothing else").isInstanceOf(Failed.class);
      assertThat(poll(events)).isInstanceOf(Applied.class);
    }
  }

  private static SyncEvent poll(BlockingQueue<SyncEvent> events) {
    try {
      return next(events);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void contact(Script script, int number) {
    String to = "f%d%%hotmail.com@%s".formatted(number, GW);
    script
        .expect("<presence type='subscribed' to='%s'/>".formatted(to))
        .expect("<presence type='subscribe' to='%s'/>".formatted(to));
  }

  /** At most two in each "minute" of a tenth of a second; all of them in the end. */
  @Test
  void so_many_in_a_minute() throws Exception {
    SyncLimits limits = new SyncLimits(100, 1 << 20, 10, 8, 2);
    try (Gateway it =
        new Gateway(
                ITEM,
                own ->
                    client ->
                        new RosterSync(
                            client, own::ask, new NoStore(), limits, Duration.ofMillis(100)),
                s -> s.then(l -> load(l, ITEM)).sendRaw(pushes(0, 7)))
            .online()) {
      long start = System.nanoTime();
      it.answer.complete(Decision.ALLOW);
      for (int i = 0; i < 7; i++) {
        assertThat(next(it.events)).isInstanceOf(Applied.class);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(200));
    }
  }

  /** "Later" asks again on the next stream; what waits and what is applied survives it. */
  @Test
  void later_asks_again_on_the_next_stream() throws Exception {
    BlockingQueue<Question> questions = new LinkedBlockingQueue<>();
    BlockingQueue<SyncEvent> events = new LinkedBlockingQueue<>();
    Gateway server = new Gateway(ITEM, s -> {});
    try (ScriptedPeer peer = ScriptedPeer.listen()) {
      peer.script(
          s ->
              ScriptedClient.login(s, "")
                  .then(l -> load(l, ITEM))
                  .sendRaw(pushes(0, 2))
                  .awaitCue("later")
                  .close());
      peer.script(
          s ->
              ScriptedClient.login(s, "")
                  .then(l -> load(l, ITEM))
                  .sendRaw(pushes(0, 1))
                  .then(l -> contact(l, 1))
                  .close());
      peer.script(
          s -> ScriptedClient.login(s, "").then(l -> load(l, ITEM)).answerAll(server::reply));
      XmppClient client =
          ScriptedClient.of(peer)
              .with(Roster::new)
              .with(
                  own ->
                      new RosterSync(
                          own,
                          question -> {
                            questions.add(question);
                            return CompletableFuture.completedFuture(
                                questions.size() == 1 ? Decision.LATER : Decision.ALLOW);
                          },
                          new NoStore(),
                          new SyncLimits(100, 1 << 20, 10, 1, 600)))
              .build();
      RosterSync sync = client.get(RosterSync.class);
      sync.onEvent(events::add);
      client.connect().join();
      client.get(Roster.class).load().join();
      while (sync.waiting(GATEWAY).size() < 2 || questions.isEmpty()) {
        CompletableFuture.runAsync(() -> {}, client.context().callbacks()).join();
      }
      assertThat(questions).hasSize(1);
      CompletableFuture<Void> lost = lost(client);
      peer.cue("later");
      lost.join();

      lost = lost(client);
      client.connect().join();
      client.get(Roster.class).load().join();
      lost.join();
      assertThat(questions).hasSize(2);

      client.connect().join();
      client.get(Roster.class).load().join();
      assertThat(next(events)).isInstanceOf(Applied.class);
      assertThat(next(events)).isInstanceOf(Applied.class);
      assertThat(questions).hasSize(2);
      assertThat(events).isEmpty();
      client.shutdown(Duration.ZERO).join();
    }
    server.close();
  }

  private static CompletableFuture<Void> lost(XmppClient client) {
    CompletableFuture<Void> lost = new CompletableFuture<>();
    boolean[] connected = {false};
    client.onState(
        state -> {
          if (state instanceof Connected) {
            connected[0] = true;
          } else if (connected[0]) {
            lost.complete(null);
          }
        });
    return lost;
  }
}
