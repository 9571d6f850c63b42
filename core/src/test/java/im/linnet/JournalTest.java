package im.linnet;

import static im.linnet.LiveSession.await;
import static im.linnet.ManagedLife.ENABLED;
import static im.linnet.ManagedLife.R;
import static im.linnet.ManagedLife.ROMEO;
import static im.linnet.ManagedLife.a;
import static im.linnet.ManagedLife.message;
import static im.linnet.ManagedLife.resumed;
import static im.linnet.ManagedLife.resuming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.connection.ConnectPermit.Purpose;
import im.linnet.connection.ConnectionState;
import im.linnet.connection.SavedStream;
import im.linnet.failure.JournalException;
import im.linnet.failure.RefusedException;
import im.linnet.jid.Jid;
import im.linnet.journal.Arrival;
import im.linnet.observe.ClientListener;
import im.linnet.observe.Result;
import im.linnet.routing.Claim;
import im.linnet.routing.Filter;
import im.linnet.routing.Verdict;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Reply;
import im.linnet.stanza.Stanza;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client whose streams are recorded, as transcripts. */
@Timeout(120)
class JournalTest {

  private static final String ONE = "<message from='romeo@localhost'><body>one</body></message>";
  private static final String TWO = "<message from='romeo@localhost'><body>two</body></message>";

  private final HeldJournal journal = new HeldJournal();

  private UnaryOperator<ClientBuilder> recorded() {
    return builder -> builder.journal(journal);
  }

  @Test
  void a_stanza_is_recorded_before_it_is_written() throws Exception {
    try (ManagedLife life =
        ManagedLife.with(
            recorded(),
            s ->
                s.then(ManagedLife::managed)
                    .expectLike(message("1"))
                    .expect(R)
                    .send(a("1"))
                    .mark("acknowledged")
                    .expectLike(message("2"))
                    .expectLike(message("3"))
                    .expect(R))) {
      life.connect();
      assertThat(journal.next()).isEqualTo("opened 0 0 []");
      CompletableFuture<Void> first = life.deliver("1");
      // Nothing is recorded before the stream is.
      journal.complete();
      assertThat(journal.next()).isEqualTo("sending [1]");
      assertThat(first).isNotDone();
      assertThat(life.peer.transcript()).doesNotContain("id=\"1\"");
      life.deliver("2");
      life.deliver("3");
      journal.complete();
      await(first);
      assertThat(journal.following(2))
          .containsExactlyInAnyOrder("sending [2, 3]", "acknowledged 1");
      journal.complete();
      life.peer.await();
    }
  }

  @Test
  void what_subscribers_have_not_handled_and_recorded_is_not_acknowledged() throws Exception {
    CountDownLatch free = new CountDownLatch(1);
    try (ManagedLife life =
        ManagedLife.with(
            recorded(),
            s ->
                s.then(ManagedLife::managed)
                    .awaitCue("go")
                    .send(ONE + TWO + R)
                    .expect(a("0"))
                    .mark("none")
                    .expect(a("2")))) {
      journal.releaseAll();
      life.client.onMessage(message -> awaitFree(free));
      life.connect();
      life.peer.cue("go");
      // After a second the request is answered for what has been handled: nothing.
      life.peer.awaitMark("none");
      journal.hold();
      free.countDown();
      assertThat(journal.after("opened 0 0 []")).isEqualTo("handled 2");
      assertThat(life.peer.transcript()).doesNotContain("h=\"2\"");
      journal.complete();
      life.peer.await();
    }
  }

  /** Completes, on the event loop, when the first session has been lost. */
  private static ClientListener losing(CompletableFuture<Void> lost) {
    return new ClientListener() {
      @Override
      public void ended(Result why, long nanos) {
        lost.complete(null);
      }
    };
  }

  private static void awaitFree(CountDownLatch free) {
    try {
      free.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void a_lost_stream_is_resumed_once_its_stanzas_are_handled_and_recorded() throws Exception {
    CountDownLatch free = new CountDownLatch(1);
    try (ManagedLife life =
        ManagedLife.with(
            recorded().andThen(builder -> builder.reconnect(outage -> Duration.ZERO))::apply,
            s ->
                s.then(ManagedLife::managed)
                    .expectLike(message("1"))
                    .expect(R)
                    .mark("written")
                    .awaitCue("lose")
                    .send(ONE)
                    .reset(),
            s ->
                s.then(resuming(1))
                    .send(resumed("0"))
                    .expectLike(message("1"))
                    .expect(R)
                    .send(a("1")))) {
      journal.releaseAll();
      CountDownLatch begun = new CountDownLatch(1);
      life.client.onMessage(
          message -> {
            begun.countDown();
            awaitFree(free);
          });
      life.connect();
      CompletableFuture<Void> first = life.deliver("1");
      life.peer.awaitMark("written");
      assertThat(journal.after("opened 0 0 []")).isEqualTo("sending [1]");
      journal.hold();
      life.peer.cue("lose");
      begun.await();
      free.countDown();
      assertThat(journal.next()).isEqualTo("handled 1");
      assertThat(life.peer.transcript()).doesNotContain("<resume");
      journal.complete();
      assertThat(journal.next()).isEqualTo("opened 0 1 [1]");
      assertThat(first).isNotDone();
      journal.complete();
      await(first);
      assertThat(journal.next()).isEqualTo("acknowledged 1");
    }
  }

  /** Otherwise a program that dies in between would never send its answers. */
  @Test
  void answers_are_recorded_before_it_is_that_their_causes_are_handled() throws Exception {
    CountDownLatch free = new CountDownLatch(1);
    CompletableFuture<Void> lost = new CompletableFuture<>();
    try (ManagedLife life =
        ManagedLife.with(
            builder ->
                builder.journal(journal).reconnect(outage -> Duration.ZERO).listener(losing(lost)),
            s ->
                s.then(ManagedLife::managed)
                    .awaitCue("go")
                    .send(ONE + R)
                    .expectLike(message("one"))
                    .expect(R)
                    .expect(a("1"))
                    .awaitCue("lose")
                    .send(TWO)
                    .reset(),
            s ->
                s.then(resuming(2))
                    .send(resumed("1"))
                    .expectLike(message("two"))
                    .expect(R)
                    .send(a("2")))) {
      journal.releaseAll();
      CountDownLatch begun = new CountDownLatch(2);
      life.client.onMessage(
          message -> {
            begun.countDown();
            if ("two".equals(message.body())) {
              awaitFree(free);
            }
            String text = String.valueOf(message.body());
            life.client.deliver(Message.chat(ROMEO, text).toBuilder().id(text).build());
          });
      life.connect();
      life.peer.cue("go");
      assertThat(journal.following(3))
          .containsExactly("opened 0 0 []", "sending [one]", "handled 1");
      life.peer.cue("lose");
      begun.await();
      await(lost);
      free.countDown();
      assertThat(journal.following(3))
          .containsExactly("sending [two]", "handled 2", "opened 1 2 [two]");
    }
  }

  @Test
  void a_journal_that_fails_ends_the_connection_and_nothing_is_written() throws Exception {
    try (ManagedLife life =
        ManagedLife.with(
            recorded(),
            s -> s.then(ManagedLife::managed).expectEnd(),
            s ->
                s.then(resuming(0))
                    .send(resumed("0"))
                    .expectLike(message("1"))
                    .expect(R)
                    .send(a("1")))) {
      life.connect();
      journal.complete();
      journal.next();
      CompletableFuture<Void> sent = life.deliver("1");
      assertThat(journal.next()).isEqualTo("sending [1]");
      journal.fail(new IOException("no space left"));
      assertThat(life.lost())
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("stanzas to send")
          .hasMessageContaining("no space left");
      assertThat(sent).isNotDone();
      // Once it works again, the whole stream is recorded again.
      journal.releaseAll();
      life.connect();
      await(sent);
      assertThat(journal.next()).isEqualTo("opened 0 0 [1]");
    }
  }

  @Test
  void a_journal_that_throws_or_is_late_fails_too() throws Exception {
    try (ManagedLife life =
        ManagedLife.with(
            builder -> builder.journal(journal).journalLimit(Duration.ofSeconds(1)),
            s -> s.then(ManagedLife::managed).expectEnd())) {
      life.connect();
      assertThat(life.lost())
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("ClientBuilder.journalLimit");
      journal.throwing(new IllegalStateException("closed"));
      assertThatThrownBy(life::connect)
          .hasRootCauseInstanceOf(IllegalStateException.class)
          .hasCauseInstanceOf(JournalException.class)
          .hasMessageContaining("closed");
    }
  }

  @Test
  void a_stream_that_ends_in_order_leaves_no_records() throws Exception {
    try (ManagedLife life =
        ManagedLife.with(
            recorded(),
            s ->
                s.then(ManagedLife::managed)
                    .expectLike(message("1"))
                    .expect(R)
                    .expect(a("0"))
                    .expectClose()
                    .close())) {
      journal.releaseAll();
      life.connect();
      life.client.send(Message.chat(ROMEO, "1").toBuilder().id("1").build());
      await(life.client.shutdown());
      assertThat(journal.following(3)).containsExactly("opened 0 0 []", "sending [1]", "ended");
    }
  }

  @Test
  void a_suspended_stream_is_recorded_as_it_is_left() throws Exception {
    try (ManagedLife life =
        ManagedLife.with(
            recorded(),
            s -> s.then(ManagedLife::managed).expectLike(message("1")).expect(R).expectEnd())) {
      journal.releaseAll();
      life.connect();
      life.deliver("1");
      assertThat(journal.after("opened 0 0 []")).isEqualTo("sending [1]");
      SavedStream saved = await(life.client.suspend());
      assertThat(journal.next()).isEqualTo("opened 0 0 [1]");
      assertThat(saved.waiting()).hasSize(1);
      assertThat(saved.max()).isEqualTo(Duration.ofMinutes(5));
      assertThat(journal.calls()).isEmpty();
    }
  }

  /** As by a journal on another machine, which is done after the connection is closed. */
  @Test
  void a_suspension_ends_when_its_stream_is_recorded() throws Exception {
    try (ManagedLife life =
        ManagedLife.with(recorded(), s -> s.then(ManagedLife::managed).expectEnd())) {
      CompletableFuture<SavedStream> suspended = suspendedButForTheRecord(life);
      assertThat(suspended).isNotDone();
      journal.complete();
      assertThat(await(suspended).waiting()).isEmpty();
    }
  }

  @Test
  void a_suspension_whose_stream_is_not_recorded_fails() throws Exception {
    try (ManagedLife life =
        ManagedLife.with(recorded(), s -> s.then(ManagedLife::managed).expectEnd())) {
      CompletableFuture<SavedStream> suspended = suspendedButForTheRecord(life);
      journal.fail(new IllegalStateException("Disk full"));
      assertThatThrownBy(() -> await(suspended)).hasCauseInstanceOf(JournalException.class);
    }
  }

  /** The connection has ended, and the last record waits. */
  private CompletableFuture<SavedStream> suspendedButForTheRecord(ManagedLife life)
      throws Exception {
    journal.releaseAll();
    life.connect();
    assertThat(journal.next()).isEqualTo("opened 0 0 []");
    journal.hold();
    CompletableFuture<SavedStream> suspended = life.client.suspend();
    assertThat(journal.next()).isEqualTo("opened 0 0 []");
    life.peer.await();
    return suspended;
  }

  @Test
  void a_stream_without_resumption_is_not_recorded() throws Exception {
    try (ManagedLife life =
        ManagedLife.with(
            recorded(),
            s ->
                s.then(ManagedLife::bound)
                    .send("<enabled" + ManagedLife.SM + "/>")
                    .expectLike(message("1"))
                    .expect(R)
                    .send(a("1") + R)
                    .expect(a("0")))) {
      life.connect();
      await(life.deliver("1"));
      life.peer.await();
      assertThat(journal.calls()).isEmpty();
    }
  }

  @Test
  void a_callback_knows_the_number_of_its_stanza_also_on_the_next_connection() throws Exception {
    BlockingQueue<String> arrivals = new LinkedBlockingQueue<>();
    try (ManagedLife life =
        ManagedLife.reconnecting(
            s ->
                s.then(ManagedLife::bound)
                    .send(ONE)
                    .send(ENABLED + ONE + "<iq type='result' id='x'/>" + TWO)
                    .awaitCue("lose")
                    .reset(),
            s -> s.then(resuming(3)).send(resumed("0")).send(ONE).awaitCue("end"))) {
      life.client.onMessage(
          message -> {
            Arrival arrival = life.client.arrival();
            arrivals.add(arrival == null ? "none" : arrival.stream() + " " + arrival.number());
          });
      life.connect();
      assertThat(life.received(3)).hasSize(3);
      life.peer.cue("lose");
      assertThat(take(arrivals, 4)).containsExactly("none", "some-id 1", "some-id 3", "some-id 4");
      assertThat(life.client.arrival()).isNull();
      life.peer.cue("end");
    }
  }

  /** Also where a filter decides later, on another thread. */
  @Test
  void handlers_and_claims_behind_filters_know_it_too() throws Exception {
    BlockingQueue<String> arrivals = new LinkedBlockingQueue<>();
    Filter slow =
        new Filter() {
          @Override
          public Verdict incoming(Stanza stanza) {
            return Verdict.later(CompletableFuture.supplyAsync(Verdict::pass));
          }
        };
    try (ManagedLife life =
        ManagedLife.with(
            builder -> builder.filter(slow),
            s ->
                s.then(ManagedLife::managed)
                    .awaitCue("go")
                    .send(ONE)
                    .send("<iq type='get' id='q' from='romeo@localhost'><q xmlns='urn:q'/></iq>")
                    .send("<presence from='romeo@localhost'/>")
                    .expectLike("<iq type='result' id='q'/>"))) {
      XmppClient client = life.client;
      client.onMessage(message -> arrivals.add("message " + client.arrival()));
      client.claim(
          Claim.from(ROMEO).of(Presence.class),
          claimed -> arrivals.add("claim " + client.arrival()));
      client.onRequest(
          Iq.Type.GET,
          "q",
          "urn:q",
          request -> {
            arrivals.add("request " + client.arrival());
            return Reply.result().now();
          });
      life.connect();
      life.peer.cue("go");
      assertThat(take(arrivals, 3))
          .containsExactlyInAnyOrder(
              "message stanza 1 of a stream",
              "request stanza 2 of a stream",
              "claim stanza 3 of a stream");
      life.peer.await();
    }
  }

  @Test
  void a_restored_stream_counts_on() throws Exception {
    SavedStream saved =
        SavedStream.builder(Jid.of(LiveSession.JID), "some-id", Instant.now().plusSeconds(300))
            .handled(0xFFFF_FFFFL)
            .build();
    BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    try (ManagedLife life =
        ManagedLife.with(
            builder -> builder.resume(saved, stanza -> {}),
            s ->
                s.signIn("localhost", "ANONYMOUS")
                    .openStream("localhost", ManagedLife.FEATURES)
                    .expect("<resume" + ManagedLife.SM + " h='4294967295' previd='some-id'/>")
                    .send(resumed("0"))
                    .send(ONE + TWO)
                    .awaitCue("end"))) {
      life.client.onMessage(message -> arrivals.add(life.client.arrival()));
      life.connect();
      assertThat(take(arrivals, 2))
          .containsExactly(new Arrival("some-id", 0), new Arrival("some-id", 1));
      life.peer.cue("end");
    }
  }

  private static <T> List<T> take(BlockingQueue<T> queue, int count) throws Exception {
    List<T> taken = new ArrayList<>();
    while (taken.size() < count) {
      T next = queue.poll(10, TimeUnit.SECONDS);
      assertThat(next).as("after %s", taken).isNotNull();
      taken.add(next);
    }
    return taken;
  }

  @Test
  void no_attempt_is_made_without_permission() throws Exception {
    BlockingQueue<Purpose> asked = new LinkedBlockingQueue<>();
    BlockingQueue<CompletableFuture<Boolean>> permits = new LinkedBlockingQueue<>();
    try (ManagedLife life =
        ManagedLife.with(
            builder ->
                builder
                    .reconnect(outage -> outage.cause().retryable() ? Duration.ZERO : null)
                    .permit(
                        purpose -> {
                          CompletableFuture<Boolean> permit = new CompletableFuture<>();
                          permits.add(permit);
                          asked.add(purpose);
                          return permit;
                        }),
            s -> s.then(ManagedLife::managed).awaitCue("lose").reset())) {
      CompletableFuture<?> connected = life.client.connect();
      assertThat(asked.poll(10, TimeUnit.SECONDS)).isEqualTo(Purpose.BIND);
      assertThat(life.peer.transcript()).doesNotContain("connected");
      permits.take().complete(true);
      await(connected);
      life.peer.cue("lose");
      assertThat(asked.poll(10, TimeUnit.SECONDS)).isEqualTo(Purpose.RESUME);
      permits.take().complete(false);
      assertThat(life.lost()).isInstanceOf(RefusedException.class).hasMessageContaining("permit");
      // A permit that fails is none, and one that is awaited can be cancelled.
      CompletableFuture<?> again = life.client.connect();
      permits.take().completeExceptionally(new IOException("no word"));
      assertThatThrownBy(() -> await(again))
          .hasRootCauseInstanceOf(RefusedException.class)
          .hasMessageContaining("no word");
      CompletableFuture<?> cancelled = life.client.connect();
      CompletableFuture<Boolean> late = permits.take();
      cancelled.cancel(false);
      late.complete(true);
      await(life.client.shutdown());
      assertThat(life.client.state()).isInstanceOf(ConnectionState.Closed.class);
    }
  }
}
