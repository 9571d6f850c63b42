package im.linnet;

import static im.linnet.LiveSession.await;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.ConnectionState.Connected;
import im.linnet.connection.ConnectionState.Waiting;
import im.linnet.connection.Dropped;
import im.linnet.connection.ReconnectPolicy;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.testkit.peer.Script;
import im.linnet.xml.Element;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What messages about a session advise, done as they say it: it must help. */
@Timeout(120)
class SessionRemediesTest {

  private static final ReconnectPolicy HOURLY = outage -> Duration.ofHours(1);
  private static final Duration LONG = Duration.ofSeconds(50);
  private static final String HELLO =
      "<message from='romeo@localhost'><body>Hello</body></message>";

  private static Throwable failure(CompletableFuture<?> future) throws Exception {
    return future
        .handle((done, failed) -> failed)
        .thenApply(failed -> failed.getCause() == null ? failed : failed.getCause())
        .get(30, TimeUnit.SECONDS);
  }

  @Test
  void what_can_not_be_sent_now_is_sent_in_the_state_connected() throws Exception {
    try (LiveSession it = LiveSession.of(b -> b.reconnect(HOURLY), s -> s.close().expectEnd())) {
      it.peer.script((Script s) -> s.then(LiveSession::login).expect("<presence/>").mark("heard"));
      CompletableFuture<Void> waiting = new CompletableFuture<>();
      it.client.onState(
          state -> {
            if (state instanceof Waiting) {
              waiting.complete(null);
            }
          });
      it.connect();
      await(waiting);
      assertThat(failure(it.client.send(Presence.available())))
          .hasMessageContaining("await the state Connected");

      CompletableFuture<Void> sent = new CompletableFuture<>();
      it.client.onState(
          state -> {
            if (state instanceof Connected) {
              it.client.send(Presence.available()).thenAccept(sent::complete);
            }
          });
      it.client.networkChanged();
      await(sent);
      it.peer.awaitMark("heard");
    }
  }

  @Test
  void a_request_is_taken_once_earlier_ones_are_answered() throws Exception {
    Iq question = Iq.get(null, Element.of("query", "test:q"));
    try (LiveSession it =
        LiveSession.of(
            s -> s.answerAll(iq -> "<iq type='result' id='%s'/>".formatted(iq.attribute("id"))))) {
      it.connect();
      List<CompletableFuture<Iq>> earlier = new ArrayList<>();
      CompletableFuture<Iq> newest;
      do {
        newest = it.client.request(question, RequestOptions.standard().limit(LONG));
        earlier.add(newest);
      } while (!newest.isCompletedExceptionally() && earlier.size() < 200_000);
      assertThat(failure(newest)).hasMessageContaining("wait for some before the next");

      earlier.remove(earlier.size() - 1);
      CompletableFuture.allOf(earlier.toArray(CompletableFuture[]::new)).get(50, TimeUnit.SECONDS);
      await(it.client.request(question, RequestOptions.standard().limit(LONG)));
    }
  }

  @Test
  void callbacks_run_on_an_executor_that_takes_them() throws Exception {
    CompletableFuture<Message> refused = new CompletableFuture<>();
    CompletableFuture<Void> asked = new CompletableFuture<>();
    try (LiveSession it =
        LiveSession.of(
            b ->
                b.callbacks(
                    task -> {
                      asked.complete(null);
                      throw new RejectedExecutionException("full");
                    }),
            s -> s.send(HELLO))) {
      it.client.onMessage(refused::complete);
      it.client.connect();
      await(asked);
    }
    assertThat(refused).isNotDone();

    ExecutorService taking = Executors.newSingleThreadExecutor();
    try (LiveSession it = LiveSession.of(b -> b.callbacks(taking), s -> s.send(HELLO))) {
      CompletableFuture<Message> heard = new CompletableFuture<>();
      it.client.onMessage(heard::complete);
      it.connect();
      assertThat(await(heard).body()).isEqualTo("Hello");
    } finally {
      taking.shutdown();
    }
  }

  @Test
  void each_dropped_stanza_is_told_to_who_asks() throws Exception {
    try (LiveSession it =
        LiveSession.of(
            s ->
                s.send("<presence type='what' from='romeo@localhost'/>")
                    .send("<message to='nurse@localhost' from='romeo@localhost'/>")
                    .send("<iq type='result' id='guessed' from='romeo@localhost'/>")
                    .send("<unknown xmlns='test:q'/>")
                    .send(HELLO))) {
      List<Dropped.Reason> reasons = new ArrayList<>();
      CompletableFuture<Message> heard = new CompletableFuture<>();
      it.client.onDropped(dropped -> reasons.add(dropped.reason()));
      it.client.onMessage(heard::complete);
      it.connect();
      await(heard);
      assertThat(reasons)
          .containsExactly(
              Dropped.Reason.MALFORMED,
              Dropped.Reason.MISADDRESSED,
              Dropped.Reason.UNASKED,
              Dropped.Reason.UNKNOWN);
    }
  }
}
