package im.linnet;

import static im.linnet.LiveSession.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.connection.ConnectionState;
import im.linnet.endpoint.Dns;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Reply;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.xml.Element;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Closing, and waiting for it, where user code runs; and closing among threads. */
@Timeout(120)
@ExtendWith(NoLeaks.class)
class CloseInCallbacksTest {

  private static final Element QUERY = Element.of("query", "test:q");

  /** Where to subscribe what closes. */
  private interface Place extends BiConsumer<XmppClient, Runnable> {}

  private static Arguments place(String name, Place place) {
    return Arguments.of(name, place);
  }

  static Stream<Arguments> places() {
    return Stream.of(
        place("onMessage", (c, close) -> c.onMessage(message -> close.run())),
        place("onPresence", (c, close) -> c.onPresence(presence -> close.run())),
        place(
            "onState",
            (c, close) ->
                c.onState(
                    state -> {
                      if (state instanceof ConnectionState.Connected) {
                        close.run();
                      }
                    })),
        place(
            "onRequest",
            (c, close) ->
                c.onRequest(
                    Iq.Type.GET,
                    "query",
                    "test:q",
                    request -> {
                      close.run();
                      return Reply.result().now();
                    })),
        place("connect", (c, close) -> c.connect().thenRun(close)),
        place(
            "send",
            (c, close) ->
                c.connect().thenCompose(stream -> c.send(Presence.available())).thenRun(close)),
        place(
            "request",
            (c, close) ->
                c.connect()
                    .thenCompose(
                        stream ->
                            c.request(
                                Iq.get(null, QUERY),
                                RequestOptions.standard().limit(Duration.ofMillis(50))))
                    .whenComplete((answer, failure) -> close.run())));
  }

  private static Runnable closing(XmppClient client, CompletableFuture<Void> closed) {
    AtomicBoolean once = new AtomicBoolean();
    return () -> {
      if (once.compareAndSet(false, true)) {
        client.shutdown(Duration.ofMillis(300)).join();
        closed.complete(null);
      }
    };
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("places")
  void may_be_awaited(String name, Place place) throws Exception {
    try (LiveSession it =
        LiveSession.of(
            s ->
                s.send("<message/><presence/>")
                    .send("<iq type='get' id='r'><query xmlns='test:q'/></iq>")
                    .silence())) {
      CompletableFuture<Void> closed = new CompletableFuture<>();
      place.accept(it.client, closing(it.client, closed));
      it.client.connect();
      await(closed);
      assertThat(it.client.state()).isEqualTo(new ConnectionState.Closed());
    }
  }

  @Test
  void may_be_awaited_by_who_watches_the_wire_or_the_progress() throws Exception {
    for (boolean wire : List.of(true, false)) {
      CompletableFuture<XmppClient> known = new CompletableFuture<>();
      CompletableFuture<Void> closed = new CompletableFuture<>();
      Runnable close = () -> closing(known.join(), closed).run();
      AtomicBoolean once = new AtomicBoolean();
      Runnable first =
          () -> {
            if (once.compareAndSet(false, true)) {
              close.run();
            }
          };
      try (LiveSession it =
          LiveSession.of(
              b -> wire ? b.onWire(event -> first.run()) : b.onProgress(where -> first.run()),
              s -> s.silence())) {
        known.complete(it.client);
        CompletableFuture<?> connected = it.client.connect();
        await(closed);
        await(connected.handle((stream, failure) -> failure == null));
        assertThat(it.client.state()).isEqualTo(new ConnectionState.Closed());
      }
    }
  }

  @Test
  void refuses_a_negative_limit() {
    XmppClient client = LiveSession.builder(9).build();
    assertThatThrownBy(() -> client.shutdown(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("limit: PT-0.000000001S (expected: >= 0)");
    client.shutdown().join();
  }

  /** A server that neither reads on nor answers is not waited for. */
  @Test
  void is_at_once_if_told_so() throws Exception {
    try (LiveSession it =
        LiveSession.of(b -> b.closeLimit(Duration.ofHours(1)), s -> s.mark("on").silence())) {
      it.connect();
      it.peer.awaitMark("on");
      CompletableFuture<Void> slow = it.client.shutdown();
      assertThat(slow).isNotDone();
      await(it.client.shutdown(Duration.ZERO));
      await(slow);
    }
  }

  @Test
  void says_goodbye_even_then() throws Exception {
    try (LiveSession it =
        LiveSession.of(s -> s.expectLike("<presence/>").expectClose().expectEnd())) {
      it.connect();
      CompletableFuture<Void> sent = it.client.send(Presence.available());
      await(it.client.shutdown(Duration.ZERO));
      it.peer.await();
      await(sent);
    }
  }

  /** All at once, over and over: every future ends, and the client ends closed. */
  @Test
  void ends_every_future_in_races_of_threads() throws Exception {
    ClientResources shared = ClientResources.create(1, Dns.system());
    try {
      for (int round = 0; round < 60; round++) {
        race(shared, round);
      }
    } finally {
      shared.close();
    }
  }

  private static void race(ClientResources shared, int round) throws Exception {
    try (ScriptedPeer peer =
        ScriptedPeer.listen()
            .script(s -> s.then(LiveSession::login).awaitCue("lose").reset())
            .script(s -> s.then(LiveSession::login).silence())
            .script(s -> s.then(LiveSession::login).silence())) {
      XmppClient client =
          LiveSession.builder(peer.port())
              .resources(shared)
              .reconnect(outage -> Duration.ofMillis(round % 3))
              .build();
      List<String> states = new CopyOnWriteArrayList<>();
      client.onState(state -> states.add(state.getClass().getSimpleName()));
      await(client.connect());
      List<CompletableFuture<?>> futures = new CopyOnWriteArrayList<>();
      List<Supplier<CompletableFuture<?>>> acts =
          List.of(
              () -> client.send(Presence.available()),
              () -> client.deliver(Message.chat(Jid.of("a@b"), "x")),
              () ->
                  client.request(
                      Iq.get(null, QUERY), RequestOptions.standard().limit(Duration.ofSeconds(5))),
              client::connect,
              () -> {
                peer.cue("lose");
                return CompletableFuture.completedFuture(null);
              },
              () -> client.shutdown(Duration.ofMillis(round % 20)));
      together(acts, futures);
      for (CompletableFuture<?> future : futures) {
        await(future.handle((done, failure) -> true));
      }
      await(client.shutdown());
      assertThat(client.state()).isEqualTo(new ConnectionState.Closed());
      assertThat(states.stream().filter("Closing"::equals)).hasSizeLessThanOrEqualTo(1);
    }
  }

  private static void together(
      List<Supplier<CompletableFuture<?>>> acts, List<CompletableFuture<?>> futures)
      throws InterruptedException {
    CyclicBarrier start = new CyclicBarrier(acts.size());
    List<Thread> threads =
        acts.stream()
            .map(
                act ->
                    new Thread(
                        () -> {
                          try {
                            start.await(10, TimeUnit.SECONDS);
                          } catch (Exception broken) {
                            throw new AssertionError(broken);
                          }
                          futures.add(act.get());
                        }))
            .toList();
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(futures).hasSize(acts.size());
  }
}
