package im.linnet.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.RequestOptions;
import im.linnet.XmppClient;
import im.linnet.connection.Backlog;
import im.linnet.connection.BacklogLimits;
import im.linnet.connection.ConnectionState;
import im.linnet.connection.Subscription;
import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.failure.TransportException;
import im.linnet.jid.Jid;
import im.linnet.sasl.Sasl;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.stanza.StanzaError;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.testkit.xml.XmlElement;
import im.linnet.xml.Element;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.Exceptions;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

@Timeout(120)
class ReactiveClientTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Jid ROMEO = Jid.of("romeo@localhost/orchard");
  private static final String PING = "<ping xmlns='urn:xmpp:ping'/>";

  @Test
  void has_messages_and_presences_in_order_and_each_kind_alone() {
    try (ScriptedClient it =
        ScriptedClient.builder()
            .built(s -> s.awaitCue("ready").send(message(1) + presence() + message(2)))) {
      ReactiveClient reactive = ReactiveClient.of(it.client());
      BlockingQueue<Presence> presences = new LinkedBlockingQueue<>();
      BlockingQueue<String> bodies = new LinkedBlockingQueue<>();
      reactive.presences().subscribe(presences::add);
      reactive.messages().map(Message::body).subscribe(bodies::add);

      StepVerifier.create(reactive.stanzas())
          .then(() -> reactive.connect().block(LIMIT))
          .then(() -> it.peer().cue("ready"))
          .expectNextMatches(stanza -> stanza instanceof Message)
          .expectNextMatches(stanza -> stanza instanceof Presence)
          .expectNextMatches(stanza -> stanza instanceof Message)
          .then(() -> reactive.shutdown().block(LIMIT))
          .expectComplete()
          .verify(LIMIT);
      assertThat(bodies).containsExactly("1", "2");
      assertThat(presences).hasSize(1);
    }
  }

  /** The client stops reading behind a subscription that requests nothing, and loses nothing. */
  @Test
  void has_the_server_wait_for_demand() throws Exception {
    int all = 2000;
    BlockingQueue<Backlog> backlog = new LinkedBlockingQueue<>();
    BlockingQueue<String> bodies = new LinkedBlockingQueue<>();
    BaseSubscriber<Message> slow =
        new BaseSubscriber<>() {
          @Override
          protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {
            // No demand yet.
          }

          @Override
          protected void hookOnNext(Message message) {
            bodies.add(String.valueOf(message.body()));
          }
        };
    try (ScriptedClient it =
        ScriptedClient.builder()
            .client(
                client ->
                    client
                        .backlog(new BacklogLimits(100, 1 << 20, 16_384, 64 << 20))
                        .onBacklog(backlog::add))
            .built(s -> s.send(messages(all)))) {
      ReactiveClient reactive = ReactiveClient.of(it.client());
      reactive.messages().subscribe(slow);
      reactive.connect().block(LIMIT);

      assertThat(take(backlog).paused()).isTrue();
      assertThat(bodies).isEmpty();
      slow.request(5);
      for (int i = 0; i < 5; i++) {
        assertThat(take(bodies)).isEqualTo(Integer.toString(i));
      }
      assertThat(bodies).isEmpty();
      slow.requestUnbounded();
      for (int i = 5; i < all; i++) {
        assertThat(take(bodies)).isEqualTo(Integer.toString(i));
      }
    }
  }

  @Test
  void sends_when_subscribed_to_and_each_time_with_the_same_id() {
    BlockingQueue<String> ids = new LinkedBlockingQueue<>();
    Function<XmlElement, String> note =
        said -> {
          ids.add(String.valueOf(said.attribute("id")));
          return "";
        };
    try (ScriptedClient it =
        ScriptedClient.builder()
            .bound(s -> s.answer(note).answer(note).expectLike("<presence/>"))) {
      ReactiveClient reactive = ReactiveClient.of(it.client());
      Mono<Void> send = reactive.send(Message.chat(ROMEO, "Good morrow"));
      reactive.deliver(Message.chat(ROMEO, "never said")).checkpoint();

      StepVerifier.create(send).expectComplete().verify(LIMIT);
      StepVerifier.create(send).expectComplete().verify(LIMIT);
      StepVerifier.create(reactive.deliver(Presence.available())).expectComplete().verify(LIMIT);
    }
    assertThat(ids).hasSize(2);
    assertThat(Set.copyOf(ids)).hasSize(1);
  }

  @Test
  void gives_the_answer_or_the_failure_itself() {
    String error =
        "<error type='cancel'>"
            + "<item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>";
    try (ScriptedClient it =
        ScriptedClient.builder()
            .bound(
                s ->
                    s.expectLike("<iq type='get' id='{one}'>" + PING + "</iq>")
                        .send("<iq type='result' id='{one}'/>")
                        .expectLike("<iq type='get' id='{two}'>" + PING + "</iq>")
                        .send("<iq type='error' id='{two}'>" + error + "</iq>")
                        .expectLike("<iq type='get' id='{three}'>" + PING + "</iq>")
                        .send("<iq type='result' id='{three}'/>"))) {
      Mono<String> ping =
          ReactiveClient.of(it.client())
              .request(ping(), RequestOptions.standard(), answer -> "" + answer.type());

      StepVerifier.create(ping).expectNext("RESULT").expectComplete().verify(LIMIT);
      StepVerifier.create(ping)
          .expectErrorSatisfies(
              failure ->
                  assertThat(failure)
                      .isInstanceOfSatisfying(
                          StanzaException.class,
                          answered ->
                              assertThat(answered.error().condition())
                                  .isEqualTo(StanzaError.Condition.ITEM_NOT_FOUND)))
          .verify(LIMIT);
      StepVerifier.create(ping).expectNextCount(1).expectComplete().verify(LIMIT);
    }
  }

  @Test
  void cancelling_discards_a_request() {
    try (ScriptedClient it =
        ScriptedClient.builder()
            .bound(
                s ->
                    s.expectLike("<iq type='get' id='{one}'>" + PING + "</iq>")
                        .mark("asked")
                        .awaitCue("cancelled")
                        .send("<iq type='result' id='{one}'/>" + message(7)))) {
      ReactiveClient reactive = ReactiveClient.of(it.client());
      AtomicBoolean read = new AtomicBoolean();
      BlockingQueue<String> bodies = new LinkedBlockingQueue<>();
      reactive.messages().map(Message::body).subscribe(bodies::add);
      Disposable request =
          reactive
              .request(
                  ping(),
                  RequestOptions.standard(),
                  answer -> {
                    read.set(true);
                    return answer;
                  })
              .subscribe();

      it.peer().awaitMark("asked");
      request.dispose();
      it.peer().cue("cancelled");

      assertThat(take(bodies)).isEqualTo("7");
      assertThat(read).isFalse();
    }
  }

  @Test
  void cancelling_aborts_connecting() {
    try (ScriptedPeer peer = ScriptedPeer.listen().script(s -> s.silence());
        XmppClient client = ScriptedClient.of(peer).build()) {
      ReactiveClient reactive = ReactiveClient.of(client);
      Disposable.Swap connecting = Disposables.swap();
      StepVerifier.create(reactive.states())
          .then(() -> connecting.update(reactive.connect().subscribe()))
          .expectNext(new ConnectionState.Connecting())
          .then(() -> connecting.dispose())
          .expectNextMatches(
              state ->
                  state instanceof ConnectionState.Disconnected end
                      && end.cause() instanceof TransportException cause
                      && cause.reason() == TransportException.Reason.CLOSED_HERE)
          .thenCancel()
          .verify(LIMIT);
    }
  }

  @Test
  void states_end_when_the_client_is_closed() {
    XmppClient client = XmppClient.builder("juliet@localhost").sasl(Sasl.anonymous()).build();
    ReactiveClient reactive = ReactiveClient.of(client);
    StepVerifier.create(reactive.states())
        .then(client::close)
        .thenConsumeWhile(state -> !(state instanceof ConnectionState.Closed))
        .expectNext(new ConnectionState.Closed())
        .expectComplete()
        .verify(LIMIT);
    StepVerifier.create(reactive.states())
        .expectNext(new ConnectionState.Closed())
        .expectComplete()
        .verify(LIMIT);
    StepVerifier.create(reactive.connect()).expectError(RefusedException.class).verify(LIMIT);
    StepVerifier.create(reactive.suspend()).expectError(RefusedException.class).verify(LIMIT);
  }

  /** Who comes late to the states has the latest, not all of them. */
  @Test
  void a_slow_subscription_has_the_latest_state() {
    try (ScriptedClient it = ScriptedClient.builder().endingAnyhow().built(s -> s.silence())) {
      ReactiveClient reactive = ReactiveClient.of(it.client());
      StepVerifier.create(reactive.states(), 0)
          .then(() -> reactive.connect().block(LIMIT))
          .then(() -> it.peer().close())
          .then(() -> it.client().close())
          .thenRequest(1)
          .expectNext(new ConnectionState.Closed())
          .expectComplete()
          .verify(LIMIT);
    }
  }

  @Test
  void events_wait_in_a_bounded_buffer() {
    List<Consumer<Integer>> sources = new CopyOnWriteArrayList<>();
    AtomicBoolean closed = new AtomicBoolean();
    Flux<Integer> events =
        ReactiveClient.events(
            (Consumer<Integer> subscriber) -> {
              sources.add(subscriber);
              Subscription subscription = () -> closed.set(true);
              return subscription;
            },
            8);
    StepVerifier.create(events, 0)
        .then(() -> IntStream.range(0, 8).forEach(sources.get(0)::accept))
        .thenRequest(2)
        .expectNext(0, 1)
        .then(() -> IntStream.range(8, 20).forEach(sources.get(0)::accept))
        .thenRequest(100)
        .expectNextCount(6)
        .thenConsumeWhile(number -> true)
        .expectErrorMatches(Exceptions::isOverflow)
        .verify(LIMIT);
    assertThat(closed).isTrue();
  }

  private static Iq ping() {
    return Iq.get(null, Element.of("ping", "urn:xmpp:ping"));
  }

  private static String presence() {
    return "<presence from='romeo@localhost/orchard'/>";
  }

  private static String messages(int all) {
    return IntStream.range(0, all)
        .mapToObj(ReactiveClientTest::message)
        .collect(Collectors.joining());
  }

  private static String message(int number) {
    return "<message from='romeo@localhost/orchard' type='chat'><body>"
        + number
        + "</body></message>";
  }

  private static <T> T take(BlockingQueue<T> queue) {
    try {
      T next = queue.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("nothing came for " + LIMIT);
      }
      return next;
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }
}
