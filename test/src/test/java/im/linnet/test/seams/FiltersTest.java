package im.linnet.test.seams;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.connection.Dropped;
import im.linnet.failure.FilterException;
import im.linnet.failure.StanzaException;
import im.linnet.failure.XmppException;
import im.linnet.jid.Jid;
import im.linnet.routing.Filter;
import im.linnet.routing.Verdict;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Reply;
import im.linnet.stanza.Stanza;
import im.linnet.stanza.StanzaError;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import im.linnet.xml.Element;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What filters can do to outgoing and incoming stanzas. */
@Timeout(120)
class FiltersTest {

  private static final Jid ROMEO = Jid.of("romeo@example.net");
  private static final Element QUERY = Element.of("q", "test:q");

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  /** A filter of outgoing stanzas. */
  private static Filter outgoing(Function<Stanza, Verdict> judge) {
    return new Filter() {
      @Override
      public Verdict outgoing(Stanza stanza) {
        return judge.apply(stanza);
      }
    };
  }

  /** A filter of incoming stanzas. */
  private static Filter incoming(Function<Stanza, Verdict> judge) {
    return new Filter() {
      @Override
      public Verdict incoming(Stanza stanza) {
        return judge.apply(stanza);
      }
    };
  }

  private static Verdict of(Stanza stanza, Function<Message, Verdict> ofMessages) {
    return stanza instanceof Message message ? ofMessages.apply(message) : Verdict.pass();
  }

  private ScriptedClient with(Consumer<Script> script, Filter... filters) {
    ScriptedClient it =
        ScriptedClient.builder()
            .client(
                builder -> {
                  Arrays.stream(filters).forEach(builder::filter);
                  return builder;
                })
            .endingAnyhow()
            .built(script);
    it.client().onMessage(message -> heard.add(String.valueOf(message.body())));
    it.client().onPresence(presence -> heard.add("presence " + presence.from()));
    it.client().onDropped(dropped -> heard.add(dropped.reason().name()));
    it.client().connect().join();
    return it;
  }

  private static String sent(String body) {
    return "<message to='romeo@example.net'><body>" + body + "</body></message>";
  }

  private static String received(String body) {
    return "<message from='romeo@example.net'><body>" + body + "</body></message>";
  }

  private String next() throws InterruptedException {
    return String.valueOf(heard.poll(20, TimeUnit.SECONDS));
  }

  private static Message chat(String body) {
    return Message.chat(ROMEO, body);
  }

  private static Message worded(Message message, Function<String, String> change) {
    return message.toBuilder().body(change.apply(String.valueOf(message.body()))).build();
  }

  private static Throwable failure(CompletableFuture<?> future) throws Exception {
    try {
      future.get(20, TimeUnit.SECONDS);
      return new AssertionError("no failure");
    } catch (ExecutionException e) {
      return Objects.requireNonNull(e.getCause());
    }
  }

  @Test
  void stand_in_one_order_out_and_the_other_way_in() throws Exception {
    class Sign implements Filter {
      private final String sign;
      private final Layer layer;

      Sign(String sign, Layer layer) {
        this.sign = sign;
        this.layer = layer;
      }

      @Override
      public Layer layer() {
        return layer;
      }

      @Override
      public Verdict outgoing(Stanza stanza) {
        return of(stanza, message -> Verdict.replace(worded(message, body -> body + sign)));
      }

      @Override
      public Verdict incoming(Stanza stanza) {
        return of(stanza, message -> Verdict.replace(worded(message, body -> body + sign)));
      }
    }
    try (ScriptedClient it =
        with(
            s -> s.expectLike(sent("x1234")).send(received("y")),
            new Sign("4", Filter.Layer.TRANSPORT),
            new Sign("1", Filter.Layer.CONTENT),
            new Sign("3", Filter.Layer.PROTECTION),
            new Sign("2", Filter.Layer.CONTENT))) {
      it.client().send(chat("x")).join();
      assertThat(next()).isEqualTo("y4321");
      it.peer().await();
    }
  }

  @Test
  void can_be_put_into_another_order() {
    Filter one = outgoing(stanza -> of(stanza, m -> Verdict.replace(worded(m, b -> b + "1"))));
    Filter two = outgoing(stanza -> of(stanza, m -> Verdict.replace(worded(m, b -> b + "2"))));
    try (ScriptedClient it =
        ScriptedClient.builder()
            .client(c -> c.filter(one).filter(two).filters(standard -> List.of(two, one)))
            .bound(s -> s.expectLike(sent("x21")))) {
      it.client().send(chat("x")).join();
    }
  }

  @Test
  void drop_what_goes_out() throws Exception {
    Filter none = outgoing(stanza -> of(stanza, m -> Verdict.drop("no words today")));
    try (ScriptedClient it = ScriptedClient.builder().client(c -> c.filter(none)).bound(s -> {})) {
      for (CompletableFuture<?> sent :
          List.of(it.client().send(chat("x")), it.client().deliver(chat("y")))) {
        assertThat(failure(sent))
            .isInstanceOf(FilterException.class)
            .hasMessageContaining("no words today");
      }
    }
  }

  @Test
  void drop_what_comes_in_and_tell_so() throws Exception {
    Filter none =
        incoming(s -> of(s, m -> "bad".equals(m.body()) ? Verdict.drop("bad") : Verdict.pass()));
    try (ScriptedClient it = with(s -> s.send(received("bad")).send(received("good")), none)) {
      assertThat(next()).isEqualTo(Dropped.Reason.FILTERED.name());
      assertThat(next()).isEqualTo("good");
      assertThat(it.client().dropped()).isEqualTo(1);
    }
  }

  @Test
  void put_others_ahead_which_pass_those_behind_them_alone() throws Exception {
    Filter herald =
        new Filter() {
          @Override
          public Verdict outgoing(Stanza stanza) {
            return of(stanza, message -> Verdict.pass().behind(chat("herald")));
          }

          @Override
          public Verdict incoming(Stanza stanza) {
            return of(
                stanza, m -> Verdict.pass().behind(worded(m, b -> "herald"), worded(m, b -> "2")));
          }
        };
    Filter loud =
        new Filter() {
          @Override
          public Verdict outgoing(Stanza stanza) {
            return of(stanza, message -> Verdict.replace(worded(message, b -> b + "!")));
          }

          @Override
          public Verdict incoming(Stanza stanza) {
            return of(stanza, message -> Verdict.replace(worded(message, b -> b + "!")));
          }
        };
    try (ScriptedClient it =
        with(
            s -> s.expectLike(sent("herald!")).expectLike(sent("x!")).send(received("y")),
            herald,
            loud)) {
      it.client().send(chat("x")).join();
      assertThat(List.of(next(), next(), next())).containsExactly("herald", "2", "y!");
      it.peer().await();
    }
  }

  @Test
  void answer_requests_in_place_of_the_server() {
    Filter cache =
        outgoing(
            stanza ->
                stanza instanceof Iq iq && iq.isRequest()
                    ? Verdict.answer(iq.result(QUERY))
                    : Verdict.pass());
    try (ScriptedClient it = ScriptedClient.builder().client(c -> c.filter(cache)).bound(s -> {})) {
      Iq answer = it.client().request(Iq.get(ROMEO, QUERY)).join();
      assertThat(answer.payload()).isEqualTo(QUERY);
    }
  }

  @Test
  void answer_requests_in_place_of_the_server_by_an_error() throws Exception {
    Filter wall =
        outgoing(
            stanza ->
                stanza instanceof Iq iq && iq.isRequest()
                    ? Verdict.answer(iq.error(StanzaError.of(Condition.FORBIDDEN)))
                    : Verdict.pass());
    try (ScriptedClient it = ScriptedClient.builder().client(c -> c.filter(wall)).bound(s -> {})) {
      assertThat(failure(it.client().request(Iq.get(ROMEO, QUERY))))
          .isInstanceOf(StanzaException.class)
          .hasMessageContaining("forbidden");
    }
  }

  @Test
  void answer_requests_in_place_of_the_handler() throws Exception {
    Filter gate =
        incoming(
            stanza ->
                stanza instanceof Iq iq && iq.isRequest()
                    ? switch (String.valueOf(iq.id())) {
                      case "1" -> Verdict.answer(iq.result(QUERY));
                      case "2" -> Verdict.drop("not today");
                      case "3" -> throw new IllegalStateException("thrown by a test");
                      default -> Verdict.replace(iq);
                    }
                    : Verdict.pass());
    String ask = "<iq type='get' id='%s' from='romeo@example.net'><q xmlns='test:q'/></iq>";
    try (ScriptedClient it =
        with(
            s ->
                s.awaitCue("handler")
                    .send(ask.formatted("1"))
                    .expectLike("<iq type='result' id='1'><q xmlns='test:q'/></iq>")
                    .send(ask.formatted("2"))
                    .expectLike(refusal("2", "not-acceptable"))
                    .send(ask.formatted("3"))
                    .expectLike(refusal("3", "internal-server-error"))
                    .send(ask.formatted("4"))
                    .expectLike("<iq type='result' id='4'/>")
                    .send(ask.formatted("5").replace("test:q", "test:r"))
                    .expectLike(refusal("5", "service-unavailable")),
            gate)) {
      it.client().onRequest(Iq.Type.GET, "q", "test:q", request -> Reply.result().now());
      it.peer().cue("handler");
      it.peer().await();
    }
  }

  private static String refusal(String id, String condition) {
    return "<iq type='error' id='%s'><error><%s xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>"
        .formatted(id, condition);
  }

  @Test
  void change_the_answers_of_handlers_and_those_to_requests() throws Exception {
    Filter stamp =
        new Filter() {
          @Override
          public Verdict outgoing(Stanza stanza) {
            return stamped(stanza);
          }

          @Override
          public Verdict incoming(Stanza stanza) {
            return stamped(stanza);
          }

          private Verdict stamped(Stanza stanza) {
            return stanza instanceof Iq iq && iq.type() == Iq.Type.RESULT
                ? Verdict.replace(
                    Iq.of(iq.element().toBuilder().child(Element.of("s", "test:s")).build()))
                : Verdict.pass();
          }
        };
    try (ScriptedClient it =
        with(
            s ->
                s.awaitCue("handler")
                    .send("<iq type='get' id='1' from='romeo@example.net'><q xmlns='test:q'/></iq>")
                    .expectLike("<iq type='result' id='1'><s xmlns='test:s'/></iq>")
                    .mark("handled")
                    .expectLike("<iq type='get' id='{id}'><q xmlns='test:q'/></iq>")
                    .send("<iq type='result' id='{id}' from='romeo@example.net'/>"),
            stamp)) {
      it.client().onRequest(Iq.Type.GET, "q", "test:q", request -> Reply.result().now());
      it.peer().cue("handler");
      it.peer().awaitMark("handled");
      assertThat(it.client().request(Iq.get(ROMEO, QUERY), Iq::payload).get(20, TimeUnit.SECONDS))
          .isEqualTo(Element.of("s", "test:s"));
    }
  }

  @Test
  void hold_up_what_comes_behind_and_let_requests_by() throws Exception {
    CompletableFuture<Verdict> decision = new CompletableFuture<>();
    Filter slow =
        outgoing(s -> of(s, m -> "1".equals(m.body()) ? Verdict.later(decision) : Verdict.pass()));
    try (ScriptedClient it =
        with(
            s ->
                s.expectLike("<iq type='get' id='{id}'><q xmlns='test:q'/></iq>")
                    .send("<iq type='result' id='{id}' from='romeo@example.net'/>")
                    .expectLike(sent("1"))
                    .expectLike("<presence/>")
                    .expectLike(sent("2")),
            slow)) {
      CompletableFuture<Void> one = it.client().deliver(chat("1"));
      CompletableFuture<Void> presence = it.client().send(Presence.available());
      CompletableFuture<Void> two = it.client().send(chat("2"));
      it.client().request(Iq.get(ROMEO, QUERY)).get(20, TimeUnit.SECONDS);
      assertThat(List.of(one, presence, two)).noneMatch(CompletableFuture::isDone);
      decision.complete(Verdict.pass());
      CompletableFuture.allOf(one, presence, two).get(20, TimeUnit.SECONDS);
      it.peer().await();
    }
  }

  /** Like an encryption that has to fetch a key first. */
  @Test
  void ask_before_they_decide() throws Exception {
    CompletableFuture<XmppClient> client = new CompletableFuture<>();
    Filter asking =
        outgoing(
            s ->
                of(
                    s,
                    m ->
                        Verdict.later(
                            client
                                .join()
                                .request(Iq.get(ROMEO, QUERY), answer -> Verdict.pass()))));
    try (ScriptedClient it =
        with(
            s ->
                s.expectLike("<iq type='get' id='{id}'><q xmlns='test:q'/></iq>")
                    .send("<iq type='result' id='{id}' from='romeo@example.net'/>")
                    .expectLike(sent("x")),
            asking)) {
      client.complete(it.client());
      it.client().send(chat("x")).get(20, TimeUnit.SECONDS);
      it.peer().await();
    }
  }

  @Test
  void hold_up_what_arrives() throws Exception {
    CompletableFuture<Verdict> decision = new CompletableFuture<>();
    Filter slow =
        incoming(s -> of(s, m -> "1".equals(m.body()) ? Verdict.later(decision) : Verdict.pass()));
    try (ScriptedClient it =
        with(
            s ->
                s.send(received("1"))
                    .send("<presence from='romeo@example.net'/>")
                    .send(received("2"))
                    .expectLike("<iq type='get' id='{id}'><q xmlns='test:q'/></iq>")
                    .send("<iq type='result' id='{id}' from='romeo@example.net'/>"),
            slow)) {
      it.client().request(Iq.get(ROMEO, QUERY)).get(20, TimeUnit.SECONDS);
      assertThat(heard).isEmpty();
      decision.complete(Verdict.pass());
      assertThat(List.of(next(), next(), next()))
          .containsExactly("1", "presence romeo@example.net", "2");
    }
  }

  private enum Fault {
    THROWS,
    LATE,
    FAILS,
    NULL,
    NULL_LATER,
    OTHER_CLASS,
    NO_REQUEST;

    Verdict show() {
      return switch (this) {
        case THROWS -> throw new IllegalStateException("thrown by a test");
        case LATE -> Verdict.later(new CompletableFuture<>());
        case FAILS ->
            Verdict.later(
                CompletableFuture.failedFuture(new IllegalStateException("thrown by a test")));
        case NULL -> nothing();
        case NULL_LATER -> Verdict.later(CompletableFuture.completedFuture(nothing()));
        case OTHER_CLASS -> Verdict.replace(Presence.available());
        case NO_REQUEST -> Verdict.answer(Iq.get(null, QUERY).withId("1").result(null));
      };
    }

    // A filter written in Kotlin or without null checks may do so.
    @SuppressWarnings({"NullAway", "DataFlowIssue"})
    private static Verdict nothing() {
      return null;
    }
  }

  @ParameterizedTest
  @EnumSource
  void let_nothing_through_when_they_fail(Fault fault) throws Exception {
    Filter broken =
        new Filter() {
          @Override
          public Verdict outgoing(Stanza stanza) {
            return of(stanza, m -> "bad".equals(m.body()) ? fault.show() : Verdict.pass());
          }

          @Override
          public Verdict incoming(Stanza stanza) {
            return outgoing(stanza);
          }
        };
    try (ScriptedClient it =
        ScriptedClient.builder()
            .client(c -> c.filter(broken).filterLimit(Duration.ofMillis(50)))
            .endingAnyhow()
            .built(s -> s.send(received("bad")).send(received("good")).expectLike(sent("good")))) {
      it.client().onMessage(message -> heard.add(String.valueOf(message.body())));
      it.client().onDropped(dropped -> heard.add(dropped.reason().name()));
      it.client().connect().join();
      assertThat(failure(it.client().send(chat("bad"))))
          .isInstanceOfSatisfying(
              FilterException.class,
              failure -> assertThat(failure.retryable()).isEqualTo(fault == Fault.LATE));
      it.client().send(chat("good")).get(20, TimeUnit.SECONDS);
      assertThat(List.of(next(), next())).containsExactly("FILTERED", "good");
      it.peer().await();
    }
  }

  @Test
  void forget_what_was_cancelled_while_they_held_it() throws Exception {
    CompletableFuture<Verdict> decision = new CompletableFuture<>();
    Filter slow =
        outgoing(s -> of(s, m -> "1".equals(m.body()) ? Verdict.later(decision) : Verdict.pass()));
    try (ScriptedClient it = with(s -> s.expectLike(sent("2")), slow)) {
      CompletableFuture<Void> one = it.client().send(chat("1"));
      CompletableFuture<Void> two = it.client().send(chat("2"));
      one.cancel(false);
      decision.complete(Verdict.pass());
      two.get(20, TimeUnit.SECONDS);
      it.peer().await();
    }
  }

  @Test
  void end_what_they_hold_when_the_client_is_closed() throws Exception {
    Filter never = outgoing(stanza -> Verdict.later(new CompletableFuture<>()));
    ScriptedClient it = with(s -> {}, never);
    List<CompletableFuture<?>> held =
        List.of(
            it.client().send(chat("1")),
            it.client().deliver(chat("2")),
            it.client().request(Iq.get(ROMEO, QUERY)));
    it.client().shutdown(Duration.ZERO).get(20, TimeUnit.SECONDS);
    for (CompletableFuture<?> future : held) {
      assertThat(failure(future)).isInstanceOf(XmppException.class);
    }
    it.close();
  }

  @Test
  void finish_before_the_client_is_closed() throws Exception {
    CompletableFuture<Verdict> decision = new CompletableFuture<>();
    Filter slow = outgoing(stanza -> of(stanza, m -> Verdict.later(decision)));
    try (ScriptedClient it =
        ScriptedClient.builder()
            .client(c -> c.filter(slow).closeLimit(Duration.ofSeconds(20)))
            .bound(s -> s.expectLike(sent("x")))) {
      CompletableFuture<Void> sent = it.client().send(chat("x"));
      CompletableFuture<Void> closed = it.client().shutdown();
      decision.complete(Verdict.pass());
      sent.get(20, TimeUnit.SECONDS);
      closed.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void are_seen_by_who_demands_stanzas_too() throws Exception {
    Filter loud = incoming(s -> of(s, m -> Verdict.replace(worded(m, b -> b + "!"))));
    BlockingQueue<String> demanded = new LinkedBlockingQueue<>();
    try (ScriptedClient it =
        ScriptedClient.builder()
            .client(c -> c.filter(loud))
            .endingAnyhow()
            .built(s -> s.send(received("1")).send(received("2")))) {
      it.client().stanzas().subscribe(new Demanding(demanded));
      it.client().connect().join();
      assertThat(demanded.poll(20, TimeUnit.SECONDS)).isEqualTo("1!");
      assertThat(demanded.poll(20, TimeUnit.SECONDS)).isEqualTo("2!");
    }
  }

  private record Demanding(BlockingQueue<String> bodies) implements Flow.Subscriber<Stanza> {

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(Stanza stanza) {
      if (stanza instanceof Message message) {
        bodies.add(String.valueOf(message.body()));
      }
    }

    @Override
    public void onError(Throwable failure) {
      bodies.add(failure.toString());
    }

    @Override
    public void onComplete() {
      bodies.add("complete");
    }
  }
}
