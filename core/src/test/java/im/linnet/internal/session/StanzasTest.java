package im.linnet.internal.session;

import static im.linnet.internal.session.EmbeddedSession.BARE;
import static im.linnet.internal.session.EmbeddedSession.FULL;
import static im.linnet.internal.session.EmbeddedSession.failure;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.failure.StreamError;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.internal.netty.StreamClose;
import im.linnet.internal.netty.StreamEnd;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Reply;
import im.linnet.stanza.Stanza;
import im.linnet.stanza.StanzaError;
import im.linnet.xml.Element;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to what the server sends: it is delivered, dropped, or ends the stream. */
class StanzasTest {

  private static final String STREAMS = "http://etherx.jabber.org/streams";

  private final EmbeddedSession it = new EmbeddedSession();
  private final List<Stanza> heard = new ArrayList<>();

  @BeforeEach
  void listen() {
    it.router.messages(heard::add);
    it.router.presences(heard::add);
  }

  private static Element stanza(String name, @Nullable String from, @Nullable String to) {
    return Element.builder(name, Stanza.NAMESPACE)
        .attribute("from", from)
        .attribute("to", to)
        .build();
  }

  static List<String> malformed() {
    return List.of(
        "",
        "@x",
        "a@",
        "/x",
        "a@/x",
        "@b/x",
        "a@b/\n",
        "a@b/\u007F",
        "a@b/\u0085",
        "a\u202Eb@c",
        "a@b/\u2066x",
        "a@b\u2028",
        "a@b/" + "\u00E9".repeat(1534),
        "a@b/" + "x".repeat(3068),
        "a".repeat(1_000_000));
  }

  @Tag("P33")
  @ParameterizedTest
  @MethodSource("malformed")
  void drops_a_stanza_with_a_malformed_address_and_nothing_else(String address) {
    for (String name : List.of("message", "presence", "iq")) {
      it.receive(stanza(name, address, null));
      it.receive(stanza(name, null, address));
    }
    it.receive(stanza("message", "romeo@montague.lit", FULL));
    assertThat(heard).hasSize(1);
    assertThat(it.channel.outboundMessages()).isEmpty();
    assertThat(it.session.ended()).isNotDone();
  }

  /** Stanzas that a strict parser would reject, although servers route them. */
  static List<String> unusual() {
    return List.of(
        "room@gw.localhost/\uD83E\uDEE8 Ann",
        "a@my_domain.example/x",
        "a@b/",
        "a b@c",
        "a@@b",
        "x".repeat(1024) + "@b",
        "a@b/\u0378",
        "a@b/\u2764\uFE0F");
  }

  @Tag("P33")
  @ParameterizedTest
  @MethodSource("unusual")
  void delivers_a_stanza_with_an_unusual_address_as_it_came(String address) {
    it.receive(stanza("message", address, FULL));
    it.receive(stanza("presence", address, null));
    assertThat(heard).extracting(each -> String.valueOf(each.from())).containsOnly(address);
    assertThat(heard).hasSize(2);
    Jid sender = requireNonNull(heard.get(0).from());
    it.send(Message.chat(sender, "Hello").toBuilder().id("1").build());
    assertThat(it.sent().attribute("to")).isEqualTo(address);
    assertThat(it.router.dropped()).isZero();
  }

  @ParameterizedTest
  @MethodSource("unusual")
  void answers_a_request_to_the_address_that_it_came_from(String address) {
    it.router.requests(Iq.Type.GET, "query", "test:q", request -> Reply.result().now());
    for (String name : List.of("query", "other")) {
      it.receive(
          stanza("iq", address, FULL).toBuilder()
              .attribute("type", "get")
              .attribute("id", name)
              .child(Element.of(name, "test:q"))
              .build());
      Element answer = it.sent();
      assertThat(answer.attribute("to")).isEqualTo(address);
      assertThat(answer.attribute("type")).isEqualTo(name.equals("query") ? "result" : "error");
    }
  }

  @ParameterizedTest
  @MethodSource("unusual")
  void takes_an_answer_from_the_address_that_was_asked(String address) {
    Iq question = Iq.get(Jid.received(address), Element.of("query", "test:q")).withId("q");
    CompletableFuture<Iq> answer =
        it.session.sender().request(question, java.time.Duration.ofSeconds(5));
    it.channel.runPendingTasks();
    assertThat(it.sent().attribute("to")).isEqualTo(address);
    it.receive(EmbeddedSession.answer("result", "q", address).build());
    assertThat(answer).isCompleted();
  }

  @Tag("P32")
  @ParameterizedTest
  @CsvSource({
    ", true",
    BARE + ", true",
    FULL + ", true",
    "JULIET@capulet.lit/balcony, true",
    BARE + "/window, true",
    "romeo@capulet.lit, false",
    "capulet.lit, false",
    "juliet@montague.lit/balcony, false",
  })
  void delivers_what_is_for_this_account(@Nullable String to, boolean delivered) {
    it.receive(stanza("message", "romeo@montague.lit", to));
    it.receive(stanza("presence", "romeo@montague.lit", to));
    assertThat(heard).hasSize(delivered ? 2 : 0);
  }

  @Tag("P30")
  @Test
  void counts_and_tells_all_that_it_drops_in_its_place() {
    List<String> told = new ArrayList<>();
    it.router.messages(message -> told.add("message"));
    it.router.drops(dropped -> told.add(dropped.reason().name()));
    it.receive(stanza("message", "@", null));
    it.receive(stanza("presence", null, "romeo@capulet.lit"));
    it.receive(stanza("message", null, null));
    it.receive(Element.of("post", Stanza.NAMESPACE));
    it.receive(stanza("iq", null, null).toBuilder().attribute("type", "result").build());
    it.receive(stanza("presence", null, null).toBuilder().attribute("type", "odd").build());
    assertThat(told)
        .containsExactly("MALFORMED", "MISADDRESSED", "message", "UNKNOWN", "UNASKED", "MALFORMED");
    assertThat(it.router.dropped()).isEqualTo(5);
    assertThat(it.router.inflow().backlog().stanzas()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "get, a@b/\u007F, , jid-malformed",
    "set, a@b/\u007F, , jid-malformed",
    "get, a@b, a@b/\u007F, jid-malformed",
    "odd, a@b, , bad-request",
    ", a@b, , bad-request",
    "get, a@b, romeo@capulet.lit, service-unavailable",
    "set, a@b, capulet.lit, service-unavailable"
  })
  void answers_a_request_that_it_drops(
      @Nullable String type, String from, @Nullable String to, String condition) {
    it.receive(
        stanza("iq", from, to).toBuilder()
            .attribute("type", type)
            .attribute("id", "r")
            .child(Element.of("query", "test:q"))
            .build());
    Element answer = it.sent();
    assertThat(answer.attribute("type")).isEqualTo("error");
    assertThat(answer.attribute("id")).isEqualTo("r");
    assertThat(answer.attribute("to")).isEqualTo(from);
    assertThat(StanzaError.of(answer).conditionName()).isEqualTo(condition);
    assertThat(it.channel.outboundMessages()).isEmpty();
    assertThat(it.router.dropped()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "result, a@b/\u007F, ",
    "error, a@b/\u007F, ",
    "odd, a@b/\u007F, ",
    "result, a@b, romeo@capulet.lit",
    "error, a@b, romeo@capulet.lit"
  })
  void answers_nothing_else_that_it_drops(String type, String from, @Nullable String to) {
    for (String name : List.of("iq", "message", "presence")) {
      it.receive(
          stanza(name, from, to).toBuilder().attribute("type", type).attribute("id", "r").build());
    }
    it.receive(
        stanza("iq", "a@b/" + "x".repeat(1 << 20), null).toBuilder()
            .attribute("type", "get")
            .attribute("id", "r")
            .build());
    assertThat(it.channel.outboundMessages()).isEmpty();
  }

  @Tag("P32")
  @Test
  void delivers_a_stanza_without_from_as_it_is() {
    it.receive(stanza("message", null, null));
    assertThat(heard).hasSize(1);
    assertThat(heard.get(0).from()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "iq, jabber:client",
    "message, jabber:server",
    "features, " + STREAMS,
    "r, urn:xmpp:sm:3",
    "success, urn:ietf:params:xml:ns:xmpp-sasl",
    "message, ''",
    "post, jabber:client"
  })
  void drops_what_is_no_stanza(String name, String namespace) {
    it.receive(Element.of(name, namespace));
    assertThat(heard).isEmpty();
    assertThat(it.channel.outboundMessages()).isEmpty();
    assertThat(it.session.ended()).isNotDone();
  }

  @Test
  void drops_a_presence_of_an_unknown_type_and_keeps_a_message_of_one() {
    it.receive(stanza("presence", null, null).toBuilder().attribute("type", "odd").build());
    it.receive(stanza("message", null, null).toBuilder().attribute("type", "odd").build());
    assertThat(heard).singleElement().isInstanceOf(Message.class);
  }

  private static Element typed(String name, @Nullable String type, @Nullable String id) {
    return stanza(name, "romeo@montague.lit/orchard", FULL).toBuilder()
        .attribute("type", type)
        .attribute("id", id)
        .build();
  }

  /** RFC 6120, section 8.2.3; RFC 6121, section 4.7.1. */
  @ParameterizedTest
  @CsvSource({
    "iq, odd, 1",
    "iq, GET, 1",
    "iq, '', 1",
    "iq, , 1",
    "iq, chat, 1",
    "iq, odd, ",
    "presence, odd, 1",
    "presence, available, 1",
    "presence, '', ",
  })
  void returns_what_is_of_an_unknown_type(String name, @Nullable String type, @Nullable String id) {
    Element odd = typed(name, type, id);
    it.receive(odd.toBuilder().child(Element.of("query", "test:q")).build());
    assertThat(it.sent().toXml())
        .isEqualTo(
            "<"
                + name
                + " xmlns=\"jabber:client\" type=\"error\""
                + (id == null ? "" : " id=\"" + id + "\"")
                + " to=\"romeo@montague.lit/orchard\"><error type=\"modify\">"
                + "<bad-request xmlns=\"urn:ietf:params:xml:ns:xmpp-stanzas\"/>"
                + "<text xmlns=\"urn:ietf:params:xml:ns:xmpp-stanzas\">The type is unknown</text>"
                + "</error></"
                + name
                + ">");
    assertThat(it.channel.outboundMessages()).isEmpty();
    assertThat(heard).isEmpty();
  }

  /** An answer must not be answered, and stanzas for others are not ours to return. */
  @Tag("P30")
  @Test
  void returns_nothing_that_must_not_be_returned() {
    it.receive(typed("iq", "result", "1"));
    it.receive(typed("iq", "error", "1"));
    it.receive(typed("presence", "error", "1"));
    it.receive(typed("message", "odd", "1"));
    it.receive(typed("iq", "odd", "1").toBuilder().attribute("to", "nurse@capulet.lit").build());
    it.receive(typed("presence", "odd", "1").toBuilder().attribute("from", null).build());
    it.receive(typed("iq", "odd", "1").toBuilder().attribute("from", "@").build());
    it.receive(typed("iq", "odd", "1").toBuilder().attribute("to", "@").build());
    assertThat(it.channel.outboundMessages()).isEmpty();
  }

  @Tag("X38")
  @ParameterizedTest
  @ValueSource(strings = {"error", "features", "stream"})
  void sees_nothing_in_elements_of_streams_inside_a_stanza(String name) {
    it.receive(stanza("message", null, null).toBuilder().child(Element.of(name, STREAMS)).build());
    assertThat(heard).hasSize(1);
    assertThat(it.session.ended()).isNotDone();
  }

  @Test
  void ends_with_the_server_s_error_and_hears_nothing_after_it() {
    it.receive(StreamError.of(StreamError.Condition.CONFLICT, "elsewhere").toElement());
    it.channel.pipeline().fireChannelRead(stanza("message", null, null));

    StreamException end = (StreamException) it.session.ended().join();
    assertThat(end.by()).isEqualTo(StreamException.By.SERVER);
    assertThat(end.error().condition()).isEqualTo(StreamError.Condition.CONFLICT);
    assertThat(end).hasMessageContaining("conflict “elsewhere” (while in session at");
    assertThat(heard).isEmpty();
    assertThat(it.channel.<Object>readOutbound()).isEqualTo(new StreamClose());
    assertThat(it.channel.isOpen()).isFalse();
  }

  @Test
  void answers_the_server_s_goodbye() {
    it.receive(new StreamEnd());
    TransportException end = (TransportException) it.session.ended().join();
    assertThat(end.reason()).isEqualTo(Reason.CLOSED);
    assertThat(end).hasMessageContaining("The server ended the stream");
    assertThat(it.channel.<Object>readOutbound()).isEqualTo(new StreamClose());
    assertThat(it.channel.isOpen()).isFalse();
  }

  @Test
  void ends_on_a_fault_that_it_finds_and_names_it_to_the_server() {
    it.channel
        .pipeline()
        .fireExceptionCaught(
            StreamException.byClient(StreamError.Condition.NOT_WELL_FORMED, "It broke"));
    assertThat(it.sent().toXml()).contains("not-well-formed");
    assertThat(it.channel.<Object>readOutbound()).isEqualTo(new StreamClose());
    assertThat(it.session.ended()).isCompleted();
    assertThat(it.channel.isOpen()).isFalse();
  }

  @Test
  void takes_a_broken_connection_for_what_it_is() {
    it.channel.pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));
    assertThat(((TransportException) it.session.ended().join()).reason()).isEqualTo(Reason.RESET);
    assertThat(it.channel.outboundMessages()).isEmpty();
    assertThat(it.channel.isOpen()).isFalse();
  }

  @Test
  void tells_broken_tls_from_a_broken_connection() {
    it.channel
        .pipeline()
        .fireExceptionCaught(
            new io.netty.handler.codec.DecoderException(
                new javax.net.ssl.SSLException("bad record MAC")));
    assertThat(((TransportException) it.session.ended().join()).reason())
        .isEqualTo(Reason.TLS_FAILED);
    assertThat(it.channel.isOpen()).isFalse();
  }

  @Tag("C07")
  @Test
  void ends_once_for_the_first_reason() {
    it.channel.pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));
    it.channel.pipeline().fireExceptionCaught(new IOException("Broken pipe"));
    assertThat(it.session.ended().join()).hasMessageContaining("Connection reset by peer");
    assertThat(failure(it.send(Message.chat(Jid.of("romeo@montague.lit"), "Hello"))).getMessage())
        .contains("Connection reset by peer");
  }
}
