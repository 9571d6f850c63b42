package im.linnet.test.seams;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.RequestOptions;
import im.linnet.connection.Dropped;
import im.linnet.failure.FilterException;
import im.linnet.failure.StanzaException;
import im.linnet.routing.Filter;
import im.linnet.routing.Verdict;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Reply;
import im.linnet.stanza.Stanza;
import im.linnet.stanza.StanzaError;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.test.ScriptedClient;
import im.linnet.xml.Element;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What filters can do to outgoing and incoming stanzas. */
@Timeout(120)
class FiltersTest extends FilteredClient {

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

  /** What is put ahead of an answer or a request goes the same ways as what arrives. */
  @Test
  void put_others_ahead_of_answers_and_requests_for_everybody() throws Exception {
    BlockingQueue<String> demanded = new LinkedBlockingQueue<>();
    Filter herald =
        incoming(
            stanza ->
                stanza instanceof Iq iq
                    ? Verdict.pass().behind(chat("ahead of " + iq.type()))
                    : Verdict.pass());
    try (ScriptedClient it =
        ScriptedClient.builder()
            .client(c -> c.filter(herald))
            .endingAnyhow()
            .built(
                s ->
                    s.send(
                            "<iq type='get' id='1' from='romeo@example.net'><q"
                                + " xmlns='test:q'/></iq>")
                        .expectLike("<iq type='result' id='1'/>")
                        .mark("answered")
                        .expectLike("<iq type='get' id='{id}'><q xmlns='test:q'/></iq>")
                        .send("<iq type='result' id='{id}' from='romeo@example.net'/>")
                        .expectLike("<iq type='get' id='{id}'><r xmlns='test:r'/></iq>")
                        .send("<iq type='error' id='{id}' from='romeo@example.net'/>"))) {
      it.client().onMessage(message -> heard.add(String.valueOf(message.body())));
      it.client().onRequest(Iq.Type.GET, "q", "test:q", request -> Reply.result().now());
      it.client().stanzas().subscribe(new Demanding(demanded));
      it.client().connect().join();
      assertThat(next()).isEqualTo("ahead of GET");
      it.peer().awaitMark("answered");
      it.client().request(Iq.get(ROMEO, QUERY)).get(20, TimeUnit.SECONDS);
      assertThat(next()).isEqualTo("ahead of RESULT");
      CompletableFuture<Iq> inOrder =
          it.client()
              .request(
                  Iq.get(ROMEO, Element.of("r", "test:r")), RequestOptions.standard().inOrder());
      assertThat(failure(inOrder)).isInstanceOf(StanzaException.class);
      assertThat(next()).isEqualTo("ahead of ERROR");
      for (String type : List.of("GET", "RESULT", "ERROR")) {
        assertThat(demanded.poll(20, TimeUnit.SECONDS)).isEqualTo("ahead of " + type);
      }
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
