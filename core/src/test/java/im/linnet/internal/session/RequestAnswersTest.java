package im.linnet.internal.session;

import static im.linnet.internal.session.EmbeddedSession.answer;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.connection.Subscription;
import im.linnet.failure.StanzaException;
import im.linnet.internal.incoming.RequestAnswers;
import im.linnet.stanza.Iq;
import im.linnet.stanza.IqHandler;
import im.linnet.stanza.Reply;
import im.linnet.stanza.StanzaError;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestAnswersTest {

  private static final Element QUERY = Element.of("query", "test:q");
  private static final String FRIEND = "romeo@montague.lit/orchard";

  private final EmbeddedSession it = new EmbeddedSession();

  private static ElementBuilder ask(String type) {
    return answer(type, "r1", FRIEND);
  }

  private void handle(IqHandler handler) {
    it.router.requests(Iq.Type.GET, "query", "test:q", handler);
  }

  /** The only answer: {@code result} or the error's condition. */
  private String outcome() {
    Iq reply = Iq.of(it.sent());
    assertThat(reply.id()).isEqualTo("r1");
    assertThat(reply.to()).hasToString(FRIEND);
    assertThat(it.channel.outboundMessages()).as("more than one answer").isEmpty();
    StanzaError error = reply.error();
    return error == null ? reply.type().name() : error.conditionName();
  }

  @Test
  void answers_what_the_handler_says() {
    handle(request -> Reply.result(QUERY).now());
    it.receive(ask("get").child(QUERY).build());
    Element reply = it.sent();
    assertThat(reply.toXml())
        .isEqualTo(
            "<iq xmlns=\"jabber:client\" type=\"result\" id=\"r1\" to=\""
                + FRIEND
                + "\">"
                + "<query xmlns=\"test:q\"/></iq>");
  }

  @Test
  void answers_with_an_empty_result() {
    handle(request -> Reply.result().now());
    it.receive(ask("get").child(QUERY).build());
    assertThat(outcome()).isEqualTo("RESULT");
  }

  @Test
  void says_service_unavailable_where_nobody_answers() {
    it.receive(ask("get").child(QUERY).build());
    assertThat(outcome()).isEqualTo("service-unavailable");
  }

  @Test
  void tells_get_from_set_and_namespaces_apart() {
    handle(request -> Reply.result().now());
    it.receive(ask("set").child(QUERY).build());
    assertThat(outcome()).isEqualTo("service-unavailable");
    it.receive(ask("get").child(Element.of("query", "test:other")).build());
    assertThat(outcome()).isEqualTo("service-unavailable");
  }

  @Test
  void says_bad_request_for_no_payload_and_for_two() {
    handle(request -> Reply.result().now());
    it.receive(ask("get").build());
    assertThat(outcome()).isEqualTo("bad-request");
    it.receive(ask("get").child(QUERY).child(QUERY).build());
    assertThat(outcome()).isEqualTo("bad-request");
  }

  @Test
  void says_bad_request_for_no_id() {
    it.receive(
        Element.builder("iq", "jabber:client").attribute("type", "get").child(QUERY).build());
    Iq reply = Iq.of(it.sent());
    assertThat(reply.id()).isNull();
    assertThat(requireNonNull(reply.error()).condition()).isEqualTo(Condition.BAD_REQUEST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"result", "error"})
  void never_answers_an_answer(String type) {
    it.receive(ask(type).child(QUERY).build());
    it.receive(ask(type).build());
    assertThat(it.channel.outboundMessages()).isEmpty();
    assertThat(it.session.ended()).isNotDone();
  }

  @Test
  void says_internal_server_error_when_the_handler_throws() {
    handle(
        request -> {
          throw new IllegalStateException("secret");
        });
    it.receive(ask("get").child(QUERY).build());
    assertThat(outcome()).isEqualTo("internal-server-error");
  }

  @Test
  void says_internal_server_error_even_when_the_handler_is_out_of_its_depth() {
    handle(
        request -> {
          throw new StackOverflowError();
        });
    it.receive(ask("get").child(QUERY).build());
    assertThat(outcome()).isEqualTo("internal-server-error");
  }

  @Test
  void says_internal_server_error_for_no_stage_at_all() {
    handle(RequestAnswersTest::nothing);
    it.receive(ask("get").child(QUERY).build());
    assertThat(outcome()).isEqualTo("internal-server-error");
  }

  // A handler written in Kotlin or without null checks may return null, whatever its type says.
  @SuppressWarnings("NullAway")
  private static CompletableFuture<Reply> nothing(Iq request) {
    return null;
  }

  @Tag("P30")
  @Test
  void says_internal_server_error_once_when_the_stage_fails() {
    CompletableFuture<Reply> stage = new CompletableFuture<>();
    handle(request -> stage);
    it.receive(ask("get").child(QUERY).build());
    assertThat(it.channel.outboundMessages()).isEmpty();
    stage.completeExceptionally(new IllegalStateException("secret"));
    it.channel.runPendingTasks();
    assertThat(outcome()).isEqualTo("internal-server-error");
  }

  @Test
  void gives_the_error_of_the_reply() {
    handle(request -> Reply.error(Condition.FORBIDDEN).now());
    it.receive(ask("get").child(QUERY).build());
    assertThat(outcome()).isEqualTo("forbidden");
  }

  /** An error in another entity's answer must not become the answer to this request. */
  @Test
  void says_internal_server_error_where_a_request_of_the_handler_was_refused() {
    handle(
        request ->
            CompletableFuture.failedStage(
                new StanzaException(StanzaError.of(Condition.CONFLICT), "the question")));
    it.receive(ask("get").child(QUERY).build());
    assertThat(outcome()).isEqualTo("internal-server-error");
  }

  /** A failure whose methods throw. */
  private static final class Unspeakable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("thrown by a test");
    }

    @Override
    public String toString() {
      throw new IllegalStateException("thrown by a test");
    }
  }

  private static CompletionStage<Reply> refusal(String text) {
    return Reply.error(StanzaError.of(Condition.FORBIDDEN, text)).now();
  }

  private static CompletionStage<Reply> failed(Throwable failure) {
    return CompletableFuture.failedStage(failure);
  }

  private static Element deep(int levels) {
    Element element = QUERY;
    for (int i = 1; i < levels; i++) {
      element = Element.builder("q", "test:q").child(element).build();
    }
    return element;
  }

  /** A handler's result, created on demand, because not every one can be displayed. */
  private static Arguments ending(
      String name, Supplier<CompletionStage<Reply>> ending, String outcome) {
    return Arguments.of(name, ending, outcome);
  }

  static Stream<Arguments> oddEndings() {
    String bird = "\uD83D\uDC26";
    StanzaError cut =
        StanzaError.of(
            answer("error", "x", null)
                .child(
                    Element.builder("error", "jabber:client")
                        .child(Element.of("gone", StanzaError.NAMESPACE))
                        .child(Element.of("text", StanzaError.NAMESPACE, "x" + bird.repeat(600)))
                        .build())
                .build());
    StanzaError nameless =
        new StanzaError(StanzaError.Type.WAIT, Condition.CONFLICT, "no name", null, null);
    return Stream.of(
        ending("a terminal's escape", () -> refusal("\u001b[31m"), "forbidden"),
        ending("half a character", () -> refusal("\uD83D"), "forbidden"),
        ending("a long text", () -> refusal(bird.repeat(5_000)), "forbidden"),
        ending("an error passed on", () -> Reply.error(cut).now(), "gone"),
        ending("no name", () -> Reply.error(nameless).now(), "conflict"),
        ending(
            "deep",
            () ->
                Reply.error(
                        new StanzaError(
                            StanzaError.Type.WAIT, Condition.GONE, "gone", null, deep(511)))
                    .now(),
            "internal-server-error"),
        ending("can't be shown", () -> failed(new Unspeakable()), "internal-server-error"),
        ending("an error", () -> failed(new NoClassDefFoundError("x")), "internal-server-error"),
        ending("cancelled", () -> failed(new CancellationException()), "internal-server-error"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("oddEndings")
  void answers_whatever_a_handler_ends_with(
      String name, Supplier<CompletionStage<Reply>> ending, String condition) {
    handle(request -> ending.get());
    it.receive(ask("get").child(QUERY).build());
    assertThat(outcome()).isEqualTo(condition);
    assertThat(it.router.inflow().backlog().stanzas()).isZero();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("oddEndings")
  void answers_later_whatever_a_handler_ends_with(
      String name, Supplier<CompletionStage<Reply>> ending, String condition) {
    CompletableFuture<Reply> stage = new CompletableFuture<>();
    handle(request -> stage);
    it.receive(ask("get").child(QUERY).build());
    // Not whenComplete(), which can't pass on what can't be shown.
    ending
        .get()
        .handle(
            (reply, failure) ->
                failure == null ? stage.complete(reply) : stage.completeExceptionally(failure));
    it.channel.runPendingTasks();
    assertThat(outcome()).isEqualTo(condition);
  }

  @Test
  void answers_where_the_payload_is_too_deep_for_a_stanza() {
    handle(request -> Reply.result(deep(Element.MAX_DEPTH)).now());
    it.receive(ask("get").child(QUERY).build());
    assertThat(outcome()).isEqualTo("internal-server-error");
  }

  @Test
  void answers_each_request_within_its_own_minute() {
    handle(request -> new CompletableFuture<>());
    it.receive(ask("get").child(QUERY).build());
    it.pass(java.time.Duration.ofSeconds(20));
    it.receive(answer("get", "r2", FRIEND).child(QUERY).build());
    it.pass(RequestAnswers.LIMIT.minusSeconds(20).minusMillis(1));
    assertThat(it.channel.outboundMessages()).isEmpty();
    it.pass(java.time.Duration.ofMillis(1));
    assertThat(it.sent().attribute("id")).isEqualTo("r1");
    it.pass(java.time.Duration.ofSeconds(20).minusMillis(1));
    assertThat(it.channel.outboundMessages()).isEmpty();
    it.pass(java.time.Duration.ofMillis(1));
    assertThat(it.sent().attribute("id")).isEqualTo("r2");
  }

  @Test
  void answers_for_a_handler_that_never_does_and_not_again_when_it_does_late() {
    CompletableFuture<Reply> stage = new CompletableFuture<>();
    handle(request -> stage);
    it.receive(ask("get").child(QUERY).build());
    it.pass(RequestAnswers.LIMIT.minusMillis(1));
    assertThat(it.channel.outboundMessages()).isEmpty();
    it.pass(java.time.Duration.ofMillis(1));
    assertThat(outcome()).isEqualTo("internal-server-error");

    stage.complete(Reply.result(QUERY));
    it.channel.runPendingTasks();
    assertThat(it.channel.outboundMessages()).isEmpty();
  }

  @Test
  void keeps_silent_when_the_stream_is_over_before_the_answer() {
    CompletableFuture<Reply> stage = new CompletableFuture<>();
    handle(request -> stage);
    it.receive(ask("get").child(QUERY).build());
    it.channel.close();
    stage.complete(Reply.result(QUERY));
    it.channel.runPendingTasks();
    assertThat(it.channel.outboundMessages()).isEmpty();
  }

  @Test
  void refuses_a_second_handler_until_the_first_has_gone() {
    IqHandler handler = request -> Reply.result().now();
    Subscription first = it.router.requests(Iq.Type.GET, "query", "test:q", handler);
    assertThatThrownBy(() -> it.router.requests(Iq.Type.GET, "query", "test:q", handler))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("<query xmlns='test:q'/>");
    it.router.requests(Iq.Type.SET, "query", "test:q", handler);
    first.close();
    it.router.requests(Iq.Type.GET, "query", "test:q", handler);
    first.close();
    it.receive(ask("get").child(QUERY).build());
    assertThat(outcome()).as("closed twice, it took the next one's place away").isEqualTo("RESULT");
  }

  @ParameterizedTest
  @EnumSource(
      value = Iq.Type.class,
      names = {"RESULT", "ERROR"})
  void has_no_handlers_of_answers(Iq.Type type) {
    assertThatThrownBy(
            () -> it.router.requests(type, "query", "test:q", request -> Reply.result().now()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("type: %s (expected: GET or SET)", type);
  }

  @Test
  void hears_requests_in_their_order_with_everything_else() {
    List<String> heard = new ArrayList<>();
    it.router.messages(message -> heard.add("message"));
    handle(
        request -> {
          heard.add("request");
          return Reply.result().now();
        });
    it.receive(Element.of("message", "jabber:client"));
    it.receive(ask("get").child(QUERY).build());
    it.receive(Element.of("message", "jabber:client"));
    assertThat(heard).containsExactly("message", "request", "message");
  }
}
