package im.linnet;

import static im.linnet.LiveSession.await;
import static im.linnet.ManagedLife.ENABLE;
import static im.linnet.ManagedLife.ENABLED;
import static im.linnet.ManagedLife.FEATURES;
import static im.linnet.ManagedLife.R;
import static im.linnet.ManagedLife.ROMEO;
import static im.linnet.ManagedLife.SM;
import static im.linnet.ManagedLife.a;
import static im.linnet.ManagedLife.message;
import static im.linnet.ManagedLife.resumed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import im.linnet.failure.Phase;
import im.linnet.failure.RefusedException;
import im.linnet.routing.Filter;
import im.linnet.routing.Verdict;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Reply;
import im.linnet.stanza.Stanza;
import im.linnet.stanza.StanzaError;
import im.linnet.testkit.peer.Script;
import im.linnet.xml.Element;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stanzas larger than the server announces to accept (XEP-0478). */
@Timeout(120)
class StanzaSizeTest {

  private static final int MOST = 10_000;
  private static final String BIND = "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>";

  private static String limits(String bytes) {
    return "<limits xmlns='urn:xmpp:stream-limits:0'><max-bytes>%s</max-bytes></limits>"
        .formatted(bytes);
  }

  private static Consumer<Script> bound(String features) {
    return script ->
        script
            .signIn("localhost", "ANONYMOUS")
            .openStream("localhost", features)
            .expectLike("<iq type='set' id='{bind}'/>")
            .send(
                "<iq type='result' id='{bind}'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>"
                    + LiveSession.JID
                    + "</jid></bind></iq>");
  }

  private static Consumer<Script> managed(String features) {
    return script -> script.then(bound(FEATURES + features)).expect(ENABLE).send(ENABLED);
  }

  private static Message sized(String id, String text, int bytes) {
    Message message = Message.builder(ROMEO).id(id).body(text).build();
    int missing = bytes - size(message);
    return Message.builder(ROMEO).id(id).body(text + "x".repeat(missing)).build();
  }

  /** Its bytes in a client's stream, where its namespace is not declared. */
  private static int size(Stanza stanza) {
    String xml = stanza.element().toXml();
    return xml.getBytes(UTF_8).length - " xmlns=\"jabber:client\"".length();
  }

  private static RefusedException refusal(CompletableFuture<?> future) {
    ExecutionException failed =
        catchThrowableOfType(ExecutionException.class, () -> future.get(10, TimeUnit.SECONDS));
    assertThat(failed).as("the failure").isNotNull();
    assertThat(failed.getCause()).isInstanceOf(RefusedException.class);
    return (RefusedException) requireNonNull(failed.getCause());
  }

  /** Texts that take one byte a character, more, and many. */
  static Stream<String> texts() {
    return Stream.of(
        "a", "&".repeat(1_900), "\r".repeat(1_500), "漢".repeat(3_000), "😀".repeat(2_000));
  }

  @Tag("S30")
  @ParameterizedTest
  @MethodSource("texts")
  void may_have_just_as_many_bytes_and_not_one_more(String text) throws Exception {
    try (ManagedLife life =
        ManagedLife.of(
            s ->
                s.then(bound(BIND + limits("10000")))
                    .expectLike(message("fits"))
                    .expectLike(message("after")))) {
      life.connect();
      RefusedException refused = refusal(life.client.send(sized("large", text, MOST + 1)));
      assertThat(refused)
          .hasMessageContaining("The stanza has 10001 bytes")
          .hasMessageContaining("the server accepts at most 10000")
          .hasMessageContaining("send less at once");
      assertThat(refused.retryable()).isFalse();
      assertThat(requireNonNull(refused.where()).phase()).isEqualTo(Phase.SESSION);
      await(life.client.send(sized("fits", text, MOST)));
      await(life.client.send(sized("after", "a", 200)));
      life.peer.await();
    }
  }

  private enum Sending {
    SEND,
    DELIVER,
    REQUEST;

    CompletableFuture<?> by(XmppClient client, String text) {
      return switch (this) {
        case SEND -> client.send(Message.chat(ROMEO, text));
        case DELIVER -> client.deliver(Message.chat(ROMEO, text));
        case REQUEST -> client.request(Iq.set(null, payload(text)));
      };
    }
  }

  private static Element payload(String text) {
    return Element.builder("x", "test:x").text(text).build();
  }

  /** Refused stanzas are not counted on a managed stream, and not asked about. */
  @ParameterizedTest
  @EnumSource(Sending.class)
  void affect_nothing_else_however_they_are_sent(Sending sending) throws Exception {
    Queue<String> wire = new ConcurrentLinkedQueue<>();
    try (ManagedLife life =
        ManagedLife.with(
            b -> b.onWire(event -> wire.add(event.xml())),
            s ->
                s.then(managed(limits("10000")))
                    .expectLike(message("1"))
                    .expect(R)
                    .send(a("1"))
                    .expectLike("<iq id='q'/>")
                    .send("<iq type='result' id='q'/>" + a("2")))) {
      life.connect();
      String secret = "ultramarine".repeat(2_000);
      RefusedException refused = refusal(sending.by(life.client, secret));
      assertThat(refused).hasMessageNotContaining("ultramarine");
      await(life.deliver("1"));
      await(life.client.request(Iq.get(null, Element.of("x", "test:x")).withId("q")));
      life.peer.await();
    }
    assertThat(wire).isNotEmpty().noneMatch(xml -> xml.contains("ultramarine"));
  }

  @Test
  void are_refused_after_filters_as_what_these_made_of_them() throws Exception {
    try (ManagedLife life =
        ManagedLife.with(
            b -> b.filter(enlarging()),
            s -> s.then(bound(BIND + limits("10000"))).expectLike(message("small")))) {
      life.connect();
      refusal(life.client.send(sized("large", "a", 6_000)));
      await(life.client.send(sized("small", "a", 600)));
      life.peer.await();
    }
  }

  private static Filter enlarging() {
    return new Filter() {
      @Override
      public Verdict outgoing(Stanza stanza) {
        Message message = (Message) stanza;
        String body = message.body() + message.body();
        return Verdict.replace(message.toBuilder().body(body).build());
      }
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"result", "error"})
  void become_an_error_if_they_answer_a_request(String kind) throws Exception {
    try (ManagedLife life =
        ManagedLife.of(
            s ->
                s.then(bound(BIND + limits("10000")))
                    .send(
                        "<iq type='get' id='r1' from='romeo@localhost/x'><x xmlns='test:x'/></iq>")
                    .expectLike(
                        "<iq type='error' id='r1' to='romeo@localhost/x'><error type='modify'>"
                            + "<policy-violation xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
                            + "</error></iq>")
                    .send(
                        "<iq type='get' id='r2' from='romeo@localhost/x'><y xmlns='test:y'/></iq>")
                    .expectLike("<iq type='result' id='r2'/>"))) {
      life.client.onRequest(Iq.Type.GET, "x", "test:x", request -> large(kind).now());
      life.client.onRequest(Iq.Type.GET, "y", "test:y", request -> Reply.result().now());
      life.connect();
      life.peer.await();
    }
  }

  private static Reply large(String kind) {
    String text = "x".repeat(20_000);
    return kind.equals("result")
        ? Reply.result(payload(text))
        : Reply.error(
            new StanzaError(
                StanzaError.Type.CANCEL,
                StanzaError.Condition.NOT_ALLOWED,
                "not-allowed",
                null,
                null,
                payload(text)));
  }

  /** RFC 6120 demands 10,000 bytes at least; what a server says otherwise is believed. */
  @Test
  void are_judged_by_any_limit_and_an_error_that_is_too_large_itself_is_left_out()
      throws Exception {
    try (ManagedLife life =
        ManagedLife.of(
            s ->
                s.then(bound(BIND + limits("100")))
                    .send(
                        "<iq type='get' id='r1' from='romeo@localhost/x'><x xmlns='test:x'/></iq>")
                    .expectLike("<presence/>"))) {
      life.connect();
      refusal(life.client.send(sized("101", "a", 101)));
      await(life.client.send(Presence.available()));
      life.peer.await();
    }
  }

  @Tag("S30")
  @ParameterizedTest
  @ValueSource(strings = {"0", "-5", "99999999999999999999", "many", ""})
  void are_sent_where_the_limit_makes_no_sense(String limit) throws Exception {
    try (ManagedLife life =
        ManagedLife.of(s -> s.then(bound(BIND + limits(limit))).expectLike(message("large")))) {
      life.connect();
      await(life.client.send(sized("large", "a", 100_000)));
      life.peer.await();
    }
  }

  @Test
  @DisabledIfSystemProperty(
      named = "linnet.signin",
      matches = "sasl2",
      disabledReason = "the script itself speaks RFC 6120, in clear text")
  void are_judged_by_the_limit_after_the_sign_in_not_before() throws Exception {
    String mechanisms =
        "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
            + "<mechanism>ANONYMOUS</mechanism></mechanisms>";
    try (ManagedLife life =
        ManagedLife.of(
            s ->
                s.openStream("localhost", mechanisms + limits("10000"))
                    .expectLike("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>")
                    .send("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>")
                    .openStream("localhost", BIND + limits("20000"))
                    .then(StanzaSizeTest::binding)
                    .expectLike(message("fits")))) {
      life.connect();
      refusal(life.client.send(sized("large", "a", 20_001)));
      await(life.client.send(sized("fits", "a", 20_000)));
      life.peer.await();
    }
  }

  private static void binding(Script script) {
    script
        .expectLike("<iq type='set' id='{bind}'/>")
        .send(
            "<iq type='result' id='{bind}'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>"
                + LiveSession.JID
                + "</jid></bind></iq>");
  }

  /** What was sent before is sent again, what was not is judged by the new connection's limit. */
  @Test
  void are_judged_by_the_limit_of_the_connection_that_resumed_the_stream() throws Exception {
    try (ManagedLife life =
        ManagedLife.reconnecting(
            s ->
                s.then(managed(limits("50000"))).expectLike(message("before")).mark("sent").reset(),
            s ->
                s.mark("again")
                    .awaitCue("queued")
                    .signIn("localhost", "ANONYMOUS")
                    .openStream("localhost", FEATURES + limits("10000"))
                    .expect("<resume" + SM + " h='0' previd='some-id'/>")
                    .send(resumed("0"))
                    .expectLike(message("before"))
                    .expect(R)
                    .expectLike(message("small"))
                    .expect(R)
                    .send(a("2")))) {
      life.connect();
      CompletableFuture<Void> before = life.client.deliver(sized("before", "a", 40_000));
      life.peer.awaitMark("sent");
      life.peer.awaitMark("again");
      CompletableFuture<Void> large = life.client.deliver(sized("large", "a", 40_000));
      CompletableFuture<Void> small = life.client.deliver(sized("small", "a", 400));
      assertThat(large).isNotDone();
      life.peer.cue("queued");
      assertThat(refusal(large)).hasMessageContaining("at most 10000");
      await(before);
      await(small);
      assertThat(life.bound(2).resumed()).isTrue();
      life.peer.await();
    }
  }

  /** Inside of SASL2 a stream is resumed on the features of before the sign-in. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>",
        "<authentication xmlns='urn:xmpp:sasl:2'/>"
      })
  void are_judged_by_the_limit_of_before_if_a_stream_is_resumed_by_a_sign_in(String offer)
      throws Exception {
    try (ManagedLife life =
        ManagedLife.of(
            s -> s.then(managed(limits("50000"))).mark("bound").reset(),
            s ->
                s.signIn("localhost", "ANONYMOUS")
                    .openStream("localhost", FEATURES + offer + limits("10000"))
                    .expect("<resume" + SM + " h='0' previd='some-id'/>")
                    .send(resumed("0"))
                    .expectLike(message("fits"))
                    .send("<stream:features>" + limits("20000") + "</stream:features>")
                    .send("<message from='romeo@localhost'><body>after</body></message>")
                    .expectLike(message("last")))) {
      life.connect();
      life.lost();
      assertThat(life.connect().resumed()).isTrue();
      assertThat(refusal(life.client.send(sized("large", "a", 50_001))))
          .hasMessageContaining("at most 50000");
      await(life.client.send(sized("fits", "a", 50_000)));
      life.received(1);
      assertThat(refusal(life.client.send(sized("large", "a", 20_001))))
          .hasMessageContaining("at most 20000");
      await(life.client.send(sized("last", "a", 20_000)));
      life.peer.await();
      assertThat(life.client.dropped()).isZero();
    }
  }

  /** What is offered before the sign-in is for strangers. */
  @Test
  void are_sent_if_only_a_limit_of_before_the_sign_in_is_known() throws Exception {
    try (ManagedLife life =
        ManagedLife.of(
            s ->
                s.then(bound(BIND + "<authentication xmlns='urn:xmpp:sasl:2'/>" + limits("10000")))
                    .expectLike(message("large")))) {
      life.connect();
      await(life.client.send(sized("large", "a", 50_000)));
      life.peer.await();
    }
  }
}
