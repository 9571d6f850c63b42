package im.linnet;

import static im.linnet.LiveSession.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.connection.BoundStream;
import im.linnet.failure.RefusedException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.xml.Element;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(120)
@ExtendWith(NoLeaks.class)
class SendingTest {

  private static final Jid ROMEO = Jid.of("romeo@montague.lit");
  private static final int THREADS = 16;
  private static final int SENDS = 5_000;

  private static TransportException failure(CompletableFuture<?> future) {
    assertThat(future).failsWithin(Duration.ofSeconds(10));
    return (TransportException)
        future.handle((value, failed) -> unwrapped(failed)).orTimeout(1, TimeUnit.SECONDS).join();
  }

  private static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }

  @Test
  void is_refused_before_connecting_while_connecting_and_after_closing() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.listen().script(s -> s.expectHeader().mark("begun"))) {
      XmppClient client = LiveSession.builder(peer.port()).build();
      assertThat(client.stream()).isNull();
      assertThat(client.address()).isEqualTo(client.account());
      assertThat(failure(client.send(Presence.available())).reason())
          .isEqualTo(Reason.NOT_CONNECTED);
      CompletableFuture<BoundStream> connecting = client.connect();
      peer.awaitMark("begun");
      assertThat(failure(client.send(Presence.available())).reason())
          .isEqualTo(Reason.NOT_CONNECTED);
      assertThat(failure(client.request(Iq.get(null, Element.of("q", "test:q")))).reason())
          .isEqualTo(Reason.NOT_CONNECTED);
      await(client.shutdown());
      assertThat(failure(connecting).reason()).isEqualTo(Reason.CLOSED_HERE);
      assertThat(failure(client.send(Presence.available())).reason()).isEqualTo(Reason.CLOSED_HERE);
    }
  }

  @Test
  void refuses_to_send_in_the_name_of_others() throws Exception {
    try (LiveSession it = LiveSession.of(s -> {}).connected()) {
      Message forged = Message.chat(ROMEO, "Hi").toBuilder().from(ROMEO).build();
      assertThat(it.client.send(forged))
          .failsWithin(Duration.ofSeconds(10))
          .withThrowableThat()
          .withCauseInstanceOf(RefusedException.class)
          .withMessageContaining("leave its sender out");
    }
  }

  @Test
  void names_the_stream_and_the_address_that_was_bound() throws Exception {
    try (LiveSession it = LiveSession.of(s -> {})) {
      BoundStream stream = it.connect();
      assertThat(it.client.stream()).isSameAs(stream);
      assertThat(it.client.address()).isEqualTo(stream.jid());
      await(it.client.shutdown());
      assertThat(it.client.address()).isEqualTo(stream.jid());
    }
  }

  @Test
  void refuses_to_ask_with_an_answer() {
    try (LiveSession it = LiveSession.of(s -> {})) {
      Iq answer = Iq.get(null, Element.of("q", "test:q")).withId("1").result(null);
      assertThatThrownBy(() -> it.client.request(answer))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("type: RESULT (expected: get or set)");
    }
  }

  @Tag("P09")
  @Test
  void gives_ids_that_differ_to_what_has_none() throws Exception {
    try (LiveSession it =
        LiveSession.of(
            s ->
                s.expectLike("<message id='{one}'/>")
                    .expectLike("<message id='{two}'/>")
                    .expectLike("<message id='own'/>"))) {
      it.connect();
      Message message = Message.chat(ROMEO, "Hello");
      it.client.send(message);
      it.client.send(message);
      it.client.send(message.toBuilder().id("own").build());
      it.peer.await();
      assertThat(it.peer.captured("one")).hasSize(16).isNotEqualTo(it.peer.captured("two"));
    }
  }

  /** K01: whole stanzas, none lost, each thread's in its order. */
  @Tag("K01")
  @Test
  void keeps_the_order_of_each_of_many_threads() throws Exception {
    AtomicInteger onLoop = new AtomicInteger();
    try (LiveSession it = LiveSession.of(SendingTest::readAll)) {
      it.connect();
      ExecutorService threads = Executors.newFixedThreadPool(THREADS);
      List<CompletableFuture<Void>> all = new ArrayList<>();
      try {
        for (int t = 0; t < THREADS; t++) {
          int thread = t;
          all.add(CompletableFuture.runAsync(() -> sendMany(it.client, thread, onLoop), threads));
        }
        for (CompletableFuture<Void> each : all) {
          each.get(50, TimeUnit.SECONDS);
        }
      } finally {
        threads.shutdownNow();
      }
      it.peer.await();
      assertInOrder(it.peer.connection(1).text());
    }
    assertThat(onLoop).hasValue(0);
  }

  private static void readAll(Script script) {
    for (int i = 0; i < THREADS * SENDS; i++) {
      script.answer(each -> "");
    }
  }

  private static void sendMany(XmppClient client, int thread, AtomicInteger onLoop) {
    CompletableFuture<?> last = CompletableFuture.completedFuture(null);
    for (int i = 0; i < SENDS; i++) {
      Message message = Message.builder(ROMEO).id(thread + "-" + i).body("<&>" + i).build();
      last =
          client
              .send(message)
              .thenRun(
                  () -> {
                    if (Thread.currentThread().getName().startsWith("linnet-io")) {
                      onLoop.incrementAndGet();
                    }
                  });
      if (i % 500 == 499) {
        last.join();
      }
    }
    last.join();
  }

  private static void assertInOrder(String text) {
    int[] next = new int[THREADS];
    Matcher message =
        Pattern.compile(
                "<message to=['\"][^'\"]*['\"] id=['\"](\\d+)-(\\d+)['\"]>"
                    + "<body>&lt;&amp;(?:>|&gt;)\\2</body></message>")
            .matcher(text);
    int at = text.indexOf("<message");
    while (at < text.length() && message.find(at) && message.start() == at) {
      int thread = Integer.parseInt(message.group(1));
      assertThat(Integer.parseInt(message.group(2))).isEqualTo(next[thread]++);
      at = message.end();
    }
    assertThat(next).as("how many of each thread's arrived whole").containsOnly(SENDS);
  }

  /** A peer that does not read: what is too much is refused, and every future ends. */
  @Test
  void is_refused_when_too_much_waits_and_every_future_ends() throws Exception {
    try (LiveSession it =
        LiveSession.of(b -> b.closeLimit(Duration.ofMillis(300)), s -> s.stall())) {
      it.connect();
      Message big = Message.builder(ROMEO).body("x".repeat(4_000)).build();
      List<CompletableFuture<Void>> sent = new ArrayList<>();
      CompletableFuture<Void> newest;
      do {
        newest = it.client.send(big);
        sent.add(newest);
      } while (!newest.isCompletedExceptionally() && sent.size() < 200_000);
      assertThat(unwrapped(newest.handle((done, failed) -> failed).join()))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("The outgoing queue is full");
      await(it.client.shutdown());
      CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new))
          .handle((done, failed) -> 0)
          .get(10, TimeUnit.SECONDS);
      assertThat(it.states(4)).containsExactly("Connecting", "Connected", "Closing", "Closed");
    }
  }

  @Test
  void fails_in_the_end_when_the_connection_is_reset() throws Exception {
    try (LiveSession it = LiveSession.of(s -> s.awaitCue("reset").reset())) {
      it.connect();
      CompletableFuture<Iq> answer = it.client.request(Iq.get(null, Element.of("q", "test:q")));
      it.peer.cue("reset");
      assertThat(failure(answer).reason()).isIn(Reason.RESET, Reason.CLOSED);
      await(it.lost);
      assertThat(failure(it.client.send(Presence.available())).reason())
          .isEqualTo(Reason.NOT_CONNECTED);
    }
  }
}
