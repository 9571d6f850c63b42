package im.linnet;

import static im.linnet.LiveSession.await;
import static im.linnet.ManagedLife.resumed;
import static im.linnet.ManagedLife.resuming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import im.linnet.connection.BacklogLimits;
import im.linnet.connection.Dropped;
import im.linnet.endpoint.Endpoint;
import im.linnet.observe.ClientListener;
import im.linnet.observe.Health;
import im.linnet.observe.Status;
import im.linnet.routing.Filter;
import im.linnet.routing.Verdict;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Stanza;
import im.linnet.testkit.net.RefusingPort;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.xml.Element;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client tells its listeners, and its health. */
@Timeout(120)
class ListenerTest {

  private final Heard heard = new Heard();

  private ClientBuilder listening(ClientBuilder builder) {
    return builder.listener(heard);
  }

  private static Iq question() {
    return Iq.get(null, Element.of("query", "test:q"));
  }

  @Test
  void hears_of_connections_in_order_on_one_thread() throws Exception {
    try (ManagedLife life =
        ManagedLife.with(
            b -> b.listener(heard).reconnect(outage -> Duration.ZERO),
            s -> s.then(ManagedLife::managed).awaitCue("seen").reset(),
            s -> s.then(resuming(0)).send(resumed("0")))) {
      life.connect();
      life.peer.cue("seen");
      heard.await("endpointTried SESSION SUCCEEDED", 2);
      life.client.shutdown(Duration.ZERO).join();
      heard.await("entered CLOSED");
    }
    assertThat(heard.all())
        .containsExactly(
            "entered CONNECTING",
            "bound new",
            "entered CONNECTED",
            "endpointTried SESSION SUCCEEDED",
            "ended LOST",
            "entered WAITING",
            "reconnecting after 1",
            "entered CONNECTING",
            "bound resumed",
            "entered CONNECTED",
            "endpointTried SESSION SUCCEEDED",
            "entered CLOSING",
            "ended CANCELLED",
            "entered CLOSED");
    assertThat(heard.callers).hasSize(1);
  }

  @Test
  void hears_where_and_why_an_attempt_failed() throws Exception {
    try (RefusingPort port = RefusingPort.open();
        XmppClient client = LiveSession.builder(port.number()).listener(heard).build()) {
      assertThat(catchThrowable(() -> await(client.connect()))).isNotNull();
      assertThat(heard.all())
          .containsExactly(
              "entered CONNECTING",
              "endpointTried CONNECTING UNREACHABLE",
              "notBound CONNECTING UNREACHABLE",
              "entered DISCONNECTED");
    }
  }

  @Test
  void hears_of_each_endpoint() throws Exception {
    try (RefusingPort port = RefusingPort.open();
        XmppClient client =
            LiveSession.builder(port.number())
                .endpoint(Endpoint.startTls("localhost", port.number()))
                .listener(heard)
                .build()) {
      assertThat(catchThrowable(() -> await(client.connect()))).isNotNull();
      assertThat(heard.count("endpointTried CONNECTING UNREACHABLE")).isEqualTo(2);
      assertThat(heard.count("notBound CONNECTING ALL_FAILED")).isEqualTo(1);
    }
  }

  @Test
  @DisabledIfSystemProperty(
      named = "linnet.signin",
      matches = "sasl2",
      disabledReason = "the script itself speaks RFC 6120, in clear text")
  void hears_that_the_sign_in_was_refused_or_the_attempt_given_up() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.listen()) {
      peer.script(
          s ->
              s.openStream(
                      "localhost",
                      "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
                          + "<mechanism>ANONYMOUS</mechanism></mechanisms>")
                  .expectLike("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>")
                  .send(
                      "<failure"
                          + " xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><not-authorized/></failure>")
                  .expectClose());
      peer.script(s -> s.expectHeader().mark("silent").silence());
      try (XmppClient client = LiveSession.builder(peer.port()).listener(heard).build()) {
        assertThat(catchThrowable(() -> await(client.connect()))).isNotNull();
        assertThat(heard.all()).contains("notBound AUTHENTICATING NOT_SIGNED_IN");
        CompletableFuture<?> second = client.connect();
        peer.awaitMark("silent");
        second.cancel(false);
        heard.await("endpointTried OPENING CANCELLED");
        heard.await("notBound OPENING CANCELLED");
      }
    }
  }

  @Test
  void hears_that_reading_pauses_and_resumes() throws Exception {
    CountDownLatch free = new CountDownLatch(1);
    try (LiveSession it =
        LiveSession.of(
            b -> b.listener(heard).backlog(new BacklogLimits(1, 1 << 20, 1000, 4 << 20)),
            s -> s.sendRaw("<message id='1'/><message id='2'/>"))) {
      it.client.onMessage(message -> awaitUninterrupted(free));
      it.connect();
      heard.await("readingPaused by 2");
      assertThat(it.client.health().backlog().paused()).isTrue();
      assertThat(heard.count("readingResumed")).isZero();
      free.countDown();
      heard.await("readingResumed");
    }
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      assertThat(latch.await(40, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void hears_of_a_slow_callback_on_its_thread() throws Exception {
    CompletableFuture<Thread> ran = new CompletableFuture<>();
    try (LiveSession it =
        LiveSession.of(
            b -> b.listener(heard).slowCallbacks(Duration.ofNanos(1)), s -> s.send("<message/>"))) {
      it.client.onMessage(message -> ran.complete(Thread.currentThread()));
      it.connect();
      Thread thread = await(ran);
      heard.await("slowCallback");
      it.client.shutdown(Duration.ZERO).join();
      assertThat(heard.slowCallers).contains(thread);
      assertThat(heard.slowCallers).doesNotContainAnyElementsOf(heard.callers);
    }
  }

  @Test
  void does_not_hear_of_quick_ones() throws Exception {
    CompletableFuture<Void> second = new CompletableFuture<>();
    try (LiveSession it =
        LiveSession.of(
            b -> b.listener(heard).slowCallbacks(Duration.ofHours(1)),
            s -> s.send("<message id='1'/>").send("<message id='2'/>"))) {
      it.client.onMessage(
          message -> {
            if ("2".equals(message.id())) {
              second.complete(null);
            }
          });
      it.connect();
      await(second);
      assertThat(heard.count("slowCallback")).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "MALFORMED, <message from='@@'/>",
    "MISADDRESSED, <message to='romeo@localhost'/>",
    "UNASKED, <iq type='result' id='unasked'/>",
    "FILTERED, <message id='filtered'/>",
    "UNKNOWN, <unknown xmlns='urn:test'/>"
  })
  void hears_of_what_is_dropped_and_why(Dropped.Reason reason, String element) throws Exception {
    Filter filter =
        new Filter() {
          @Override
          public Verdict incoming(Stanza stanza) {
            return "filtered".equals(stanza.id()) ? Verdict.drop("a test") : Verdict.pass();
          }
        };
    try (LiveSession it =
        LiveSession.of(b -> b.listener(heard).filter(filter), s -> s.send(element))) {
      it.connect();
      heard.await("dropped " + reason);
      assertThat(heard.callers).hasSize(1);
      assertThat(it.client.health().dropped()).isEqualTo(1);
    }
  }

  @Test
  void hears_of_what_no_thread_could_be_found_for() throws Exception {
    try (LiveSession it =
        LiveSession.of(
            b ->
                b.listener(heard)
                    .callbacks(
                        task -> {
                          throw new RejectedExecutionException("No thread");
                        }),
            s -> s.send("<message/>").mark("sent"))) {
      it.connect();
      it.peer.awaitMark("sent");
      heard.await("received MESSAGE");
      it.client.shutdown(Duration.ZERO).join();
      heard.await("dropped REFUSED");
    }
  }

  @Test
  void hears_of_each_stanza() throws Exception {
    try (LiveSession it =
        LiveSession.of(
            this::listening,
            s ->
                s.expectLike("<message/>")
                    .expectLike("<presence/>")
                    .expectLike("<iq id='{q}'/>")
                    .send("<message/>")
                    .send("<presence/>")
                    .send("<iq type='result' id='{q}'/>"))) {
      it.connect();
      it.client.send(Message.chat(ManagedLife.ROMEO, "Hello")).join();
      it.client.send(Presence.available()).join();
      it.client.request(question()).join();
      heard.await("requestEnded SUCCEEDED");
      for (String way : List.of("sent", "received")) {
        assertThat(heard.count(way + " MESSAGE")).isEqualTo(1);
        assertThat(heard.count(way + " PRESENCE")).isEqualTo(1);
        assertThat(heard.count(way + " IQ")).isEqualTo(1);
      }
    }
  }

  @Test
  void hears_what_became_of_requests() throws Exception {
    try (LiveSession it =
        LiveSession.of(
            this::listening,
            s ->
                s.expectLike("<iq id='{error}'/>")
                    .send(
                        "<iq type='error' id='{error}'><error type='cancel'><forbidden"
                            + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>")
                    .expectLike("<iq id='{silent}'/>")
                    .expectLike("<iq id='{cancelled}'/>")
                    .mark("asked")
                    .expectLike("<iq id='{lost}'/>")
                    .reset())) {
      it.connect();
      assertThat(catchThrowable(() -> it.client.request(question()).join())).isNotNull();
      heard.await("requestEnded ERROR_ANSWER");
      CompletableFuture<Iq> silent =
          it.client.request(question(), RequestOptions.standard().limit(Duration.ofMillis(1)));
      assertThat(catchThrowable(silent::join)).isNotNull();
      heard.await("requestEnded TIMED_OUT");
      CompletableFuture<Iq> cancelled = it.client.request(question());
      it.peer.awaitMark("asked");
      cancelled.cancel(false);
      heard.await("requestEnded CANCELLED");
      assertThat(catchThrowable(() -> it.client.request(question()).join())).isNotNull();
      heard.await("requestEnded LOST");
    }
  }

  @Test
  void hears_of_a_request_that_the_server_would_not_take() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.listen()) {
      peer.script(
          s ->
              s.signIn("localhost", "ANONYMOUS")
                  .openStream(
                      "localhost",
                      "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>"
                          + "<limits xmlns='urn:xmpp:stream-limits:0'>"
                          + "<max-bytes>10000</max-bytes></limits>")
                  .expectLike("<iq type='set' id='{bind}'/>")
                  .send(
                      "<iq type='result' id='{bind}'><bind"
                          + " xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>"
                          + LiveSession.JID
                          + "</jid></bind></iq>"));
      try (XmppClient client = LiveSession.builder(peer.port()).listener(heard).build()) {
        await(client.connect());
        Iq large =
            Iq.set(null, Element.builder("query", "test:q").text("x".repeat(20_000)).build());
        assertThat(catchThrowable(() -> await(client.request(large)))).isNotNull();
        heard.await("requestEnded REFUSED");
        assertThat(heard.count("sent IQ")).isZero();
      }
    }
  }

  @Test
  void a_listener_that_throws_harms_nobody() throws Exception {
    ClientListener throwing =
        (ClientListener)
            Proxy.newProxyInstance(
                ClientListener.class.getClassLoader(),
                new Class<?>[] {ClientListener.class},
                (proxy, method, arguments) -> {
                  throw new AssertionError("thrown by the test");
                });
    CompletableFuture<Message> received = new CompletableFuture<>();
    try (LiveSession it =
        LiveSession.of(
            b ->
                b.listener(throwing)
                    .listener(heard)
                    .slowCallbacks(Duration.ofNanos(1))
                    .backlog(new BacklogLimits(1, 1 << 20, 1000, 4 << 20)),
            s ->
                s.sendRaw(
                        "<message from='@@'/>"
                            + IntStream.range(0, 100)
                                .mapToObj(i -> "<message id='" + i + "'/>")
                                .reduce("", String::concat))
                    .expectLike("<iq id='{q}'/>")
                    .send("<iq type='result' id='{q}'/>"))) {
      it.client.onMessage(
          message -> {
            if ("99".equals(message.id())) {
              received.complete(message);
            }
          });
      it.connect();
      await(received);
      await(it.client.request(question()));
      it.client.shutdown(Duration.ZERO).join();
      heard.await("entered CLOSED");
      assertThat(heard.all()).contains("dropped MALFORMED", "slowCallback", "bound new");
      assertThat(heard.count("received MESSAGE")).isEqualTo(100);
    }
  }

  private record Watching(ClientListener listener) implements Extension {
    @Override
    public List<ClientListener> listeners() {
      return List.of(listener);
    }
  }

  @Test
  void may_be_brought_by_an_extension() throws Exception {
    try (LiveSession it = LiveSession.of(b -> b.with(client -> new Watching(heard)), s -> {})) {
      it.connect();
      heard.await("entered CONNECTED");
    }
  }

  @Test
  void health_shows_the_state_and_keeps_the_last_failure() throws Exception {
    try (LiveSession it =
        LiveSession.of(
            b -> b.listener(heard).reconnect(outage -> Duration.ZERO),
            s -> s.awaitCue("seen").reset())) {
      it.peer.script(LiveSession::login);
      Health before = it.client.health();
      assertThat(before.status()).isEqualTo(Status.DISCONNECTED);
      assertThat(before.failure()).isNull();
      it.connect();
      Health connected = it.client.health();
      assertThat(connected.isUp()).isTrue();
      assertThat(connected.since()).isAfterOrEqualTo(before.since());
      assertThat(connected.failure()).isNull();
      it.peer.cue("seen");
      heard.await("reconnecting after 1");
      assertThat(it.states(5)).endsWith("Connected");
      Health again = it.client.health();
      assertThat(again.isUp()).isTrue();
      assertThat(again.failure()).isNotNull();
      assertThat(again.failedAt()).isBetween(connected.since(), again.since());
      assertThat(again.toString())
          .contains("status=CONNECTED", "failure=The connection", "stanzas=", "dropped=0");
      it.client.shutdown(Duration.ZERO).join();
      Health closed = it.client.health();
      assertThat(closed.status()).isEqualTo(Status.CLOSED);
      assertThat(closed.failure()).as("closing is no failure").isSameAs(again.failure());
    }
  }
}
