package im.linnet;

import static im.linnet.LiveSession.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState;
import im.linnet.connection.Subscription;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Reply;
import im.linnet.testkit.peer.Script;
import im.linnet.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** User code in callbacks: where it runs, in which order, and that it can't stop anything. */
@Timeout(120)
class CallbacksTest {

  private static final Element QUERY = Element.of("query", "test:q");

  private static void answerOne(Script script) {
    script
        .expectLike("<iq type='get' id='{q}'><query xmlns='test:q'/></iq>")
        .send("<iq type='result' id='{q}'><answer xmlns='test:q'/></iq>");
  }

  private static CompletableFuture<Iq> ask(XmppClient client) {
    return client.request(Iq.get(null, QUERY));
  }

  private static String thread() {
    return Thread.currentThread().getName();
  }

  @Tag("K04")
  @Test
  void may_wait_for_an_answer_in_a_message() throws Exception {
    try (LiveSession it =
        LiveSession.of(s -> s.send("<message/>").then(CallbacksTest::answerOne))) {
      CompletableFuture<Iq> answer = new CompletableFuture<>();
      it.client.onMessage(message -> answer.complete(ask(it.client).join()));
      it.connect();
      assertThat(await(answer).payload()).isEqualTo(Element.of("answer", "test:q"));
    }
  }

  @Test
  void may_wait_for_an_answer_in_a_state() throws Exception {
    try (LiveSession it = LiveSession.of(CallbacksTest::answerOne)) {
      CompletableFuture<Iq> answer = new CompletableFuture<>();
      it.client.onState(
          state -> {
            if (state instanceof ConnectionState.Connected) {
              answer.complete(ask(it.client).join());
            }
          });
      it.connect();
      assertThat(await(answer).type()).isEqualTo(Iq.Type.RESULT);
    }
  }

  @Test
  void may_wait_for_an_answer_in_a_request() throws Exception {
    try (LiveSession it =
        LiveSession.of(
            s ->
                s.send("<iq type='get' id='r' from='localhost'><query xmlns='test:q'/></iq>")
                    .then(CallbacksTest::answerOne)
                    .expect(
                        "<iq type='result' id='r' to='localhost'><answer xmlns='test:q'/></iq>"))) {
      it.client.onRequest(
          Iq.Type.GET,
          "query",
          "test:q",
          request -> Reply.result(Objects.requireNonNull(ask(it.client).join().payload())).now());
      it.connect();
      it.peer.await();
    }
  }

  @Tag("K04")
  @Test
  void may_wait_for_an_answer_where_another_future_completes() throws Exception {
    try (LiveSession it =
        LiveSession.of(s -> s.then(CallbacksTest::answerOne).then(CallbacksTest::answerOne))) {
      CompletableFuture<Iq> second =
          it.client
              .connect()
              .thenCompose(stream -> ask(it.client))
              .thenApply(first -> ask(it.client).join());
      assertThat(await(second).type()).isEqualTo(Iq.Type.RESULT);
    }
  }

  @Test
  void may_wait_for_the_close_in_a_message() throws Exception {
    try (LiveSession it =
        LiveSession.of(s -> s.send("<message/>").expectClose().close().expectEnd())) {
      CompletableFuture<String> closed = new CompletableFuture<>();
      CompletableFuture<Void> told = new CompletableFuture<>();
      it.client.onState(
          state -> {
            if (state instanceof ConnectionState.Closed) {
              told.complete(null);
            }
          });
      it.client.onMessage(
          message -> {
            it.client.shutdown().join();
            closed.complete(thread());
          });
      it.connect();
      assertThat(await(closed)).startsWith("linnet-callback");
      await(told);
      it.peer.await();
      assertThat(it.states(4)).containsExactly("Connecting", "Connected", "Closing", "Closed");
    }
  }

  @Tag("K04")
  @Test
  void run_on_no_event_loop() throws Exception {
    List<String> threads = new CopyOnWriteArrayList<>();
    try (LiveSession it =
        LiveSession.of(
            s ->
                s.then(CallbacksTest::answerOne)
                    .send("<message/><presence/>")
                    .send("<iq type='set' id='r'><query xmlns='test:q'/></iq>")
                    .answer(either -> "")
                    .answer(or -> "")
                    .awaitCue("end")
                    .reset())) {
      it.client.onMessage(message -> threads.add(thread()));
      it.client.onPresence(presence -> threads.add(thread()));
      it.client.onState(state -> threads.add(thread()));
      it.client.onRequest(
          Iq.Type.SET,
          "query",
          "test:q",
          request -> {
            threads.add(thread());
            return Reply.result().now();
          });
      CompletableFuture<BoundStream> connected = it.client.connect();
      CompletableFuture<Void> all =
          connected
              .thenRun(() -> threads.add(thread()))
              .thenCompose(done -> ask(it.client))
              .thenRun(() -> threads.add(thread()))
              .thenCompose(done -> it.client.send(Message.chat(Jid.of("a@b"), "Hello")))
              .thenRun(() -> threads.add(thread()));
      await(all);
      it.peer.cue("end");
      await(it.lost);
      CompletableFuture<Void> failed = new CompletableFuture<>();
      ask(it.client).whenComplete((answer, failure) -> failed.complete(null));
      await(failed);
    }
    assertThat(threads).hasSizeGreaterThanOrEqualTo(9).allMatch(t -> !t.startsWith("linnet-io"));
  }

  @Test
  void come_in_order_one_at_a_time_to_each_subscriber() throws Exception {
    int messages = 500;
    try (LiveSession it =
        LiveSession.of(
            s ->
                IntStream.range(0, messages)
                    .forEach(i -> s.sendRaw("<message id='" + i + "'/>")))) {
      List<String> heard = new ArrayList<>();
      AtomicInteger running = new AtomicInteger();
      AtomicInteger overlaps = new AtomicInteger();
      CountDownLatch all = new CountDownLatch(2 * messages);
      for (String name : List.of("a", "b")) {
        it.client.onMessage(
            message -> {
              overlaps.addAndGet(running.getAndIncrement());
              heard.add(name + message.id());
              running.decrementAndGet();
              all.countDown();
            });
      }
      it.connect();
      assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(overlaps).hasValue(0);
      assertThat(heard)
          .containsExactlyElementsOf(
              IntStream.range(0, messages)
                  .boxed()
                  .flatMap(i -> java.util.stream.Stream.of("a" + i, "b" + i))
                  .toList());
    }
  }

  @Tag("K05")
  @Test
  void do_not_stop_others_by_throwing() throws Exception {
    try (LiveSession it =
        LiveSession.of(
            s -> s.send("<message/>").send("<message/>").then(CallbacksTest::answerOne))) {
      CountDownLatch heard = new CountDownLatch(2);
      Consumer<Message> thrower =
          message -> {
            throw new StackOverflowError("thrown by a test");
          };
      it.client.onMessage(
          message -> {
            throw new IllegalStateException("thrown by a test");
          });
      it.client.onMessage(thrower);
      it.client.onMessage(message -> heard.countDown());
      it.connect();
      assertThat(heard.await(10, TimeUnit.SECONDS)).isTrue();
      await(ask(it.client));
    }
  }

  @Tag("K05")
  @Test
  void do_not_stop_the_connection_by_dawdling() throws Exception {
    CountDownLatch free = new CountDownLatch(1);
    try (LiveSession it =
        LiveSession.of(
            s -> s.send("<message/>").send("<message/>").then(CallbacksTest::answerOne))) {
      CountDownLatch heard = new CountDownLatch(2);
      it.client.onMessage(
          message -> {
            try {
              free.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            heard.countDown();
          });
      it.connect();
      await(ask(it.client));
      assertThat(heard.getCount()).isEqualTo(2);
      free.countDown();
      assertThat(heard.await(10, TimeUnit.SECONDS)).isTrue();
    } finally {
      free.countDown();
    }
  }

  @Test
  void are_two_for_one_subscriber_that_subscribed_twice() throws Exception {
    try (LiveSession it =
        LiveSession.of(
            s ->
                s.send("<message id='1'/>")
                    .awaitCue("more")
                    .send("<message id='2'/><presence/>"))) {
      List<String> heard = new CopyOnWriteArrayList<>();
      CountDownLatch first = new CountDownLatch(2);
      Consumer<Message> subscriber =
          message -> {
            heard.add(String.valueOf(message.id()));
            first.countDown();
          };
      CompletableFuture<Void> end = new CompletableFuture<>();
      Subscription one = it.client.onMessage(subscriber);
      Subscription two = it.client.onMessage(subscriber);
      it.client.onPresence(presence -> end.complete(null));
      it.connect();
      assertThat(first.await(10, TimeUnit.SECONDS)).isTrue();
      one.close();
      one.close();
      it.peer.cue("more");
      await(end);
      assertThat(heard).containsExactly("1", "1", "2");
      two.close();
    }
  }

  @Test
  void have_one_handler_for_a_request() {
    try (LiveSession it = LiveSession.of(s -> {})) {
      it.client.onRequest(Iq.Type.GET, "query", "test:q", request -> Reply.result().now());
      assertThatThrownBy(
              () ->
                  it.client.onRequest(
                      Iq.Type.GET, "query", "test:q", request -> Reply.result().now()))
          .isInstanceOf(IllegalStateException.class);
    }
  }
}
