package im.linnet.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.failure.StreamError.Condition;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.XmppException;
import im.linnet.testkit.websocket.Frame;
import im.linnet.testkit.websocket.WebSocketPeer;
import im.linnet.xml.XmlLimits;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a server does wrong on an open WebSocket ends the session with a failure that says so. */
@Tag("S31")
@Timeout(120)
class WebSocketFaultsTest {

  private static final String CLOSE = "<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>";
  private static final String MESSAGE = WebSocketFixture.message("Hi");

  @AutoClose private final WebSocketFixture fixture = new WebSocketFixture();

  private XmppException lost(Frame... frames) throws Exception {
    try (XmppClient client = fixture.client("/ws")) {
      CompletableFuture<XmppException> lost = WebSocketFixture.lost(client);
      WebSocketPeer peer = fixture.connected(client);
      peer.send(frames);
      return fixture.await(lost);
    }
  }

  static Stream<Arguments> messages() {
    return Stream.of(
        arguments("two elements", MESSAGE + MESSAGE),
        arguments("an element and a part of another", MESSAGE + "<message xmlns='jabber:client'>"),
        arguments("an element and the beginning of a tag", MESSAGE + "<mess"),
        arguments("a part of an element", "<message xmlns='jabber:client'><body>"),
        arguments("a part of a tag", "<message xmlns='jabber:cl"),
        arguments("text", "Hi"),
        arguments("an element and text", MESSAGE + "Hi"),
        arguments("an end tag", "</message>"),
        arguments("the end tag of a stream", "</stream:stream>"),
        arguments("an XML declaration", "<?xml version='1.0'?>" + MESSAGE),
        arguments("a comment", "<!-- Hi -->" + MESSAGE),
        arguments("a document type", "<!DOCTYPE message>" + MESSAGE),
        arguments("a processing instruction", "<?php ?>" + MESSAGE),
        arguments(
            "another header", "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' version='1.0'/>"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("messages")
  void a_message_that_is_not_one_element_is_refused(String name, String text) throws Exception {
    assertThat(lost(Frame.text(text)))
        .isInstanceOfSatisfying(
            StreamException.class,
            why -> {
              assertThat(why.by()).isEqualTo(StreamException.By.CLIENT);
              assertThat(why.error().condition())
                  .isIn(
                      Condition.BAD_FORMAT,
                      Condition.NOT_WELL_FORMED,
                      Condition.RESTRICTED_XML,
                      Condition.INVALID_XML);
            });
  }

  @Test
  void the_stream_that_a_header_of_rfc_6120_would_open_is_not_opened() throws Exception {
    try (XmppClient client = fixture.client("/ws")) {
      CompletableFuture<BoundStream> connecting = client.connect();
      WebSocketPeer peer = fixture.server().accept().upgrade();
      peer.hear();
      peer.say(
          "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'"
              + " version='1.0' id='1' from='localhost'>");
      assertThat(connecting)
          .failsWithin(Duration.ofSeconds(20))
          .withThrowableThat()
          .havingCause()
          .isInstanceOf(StreamException.class)
          .withMessageContaining("bad-format");
    }
  }

  @Test
  void the_client_answers_a_fault_with_a_stream_error_and_closes() throws Exception {
    try (XmppClient client = fixture.client("/ws")) {
      WebSocketPeer peer = fixture.connected(client);
      peer.say(MESSAGE + MESSAGE);
      assertThat(peer.hear()).startsWith("<error ").contains("bad-format");
      assertThat(peer.hear()).startsWith("<close ");
      assertThat(peer.awaitClose().code()).isEqualTo(1000);
      peer.awaitEnd();
    }
  }

  static Stream<Arguments> violations() {
    byte[] text = MESSAGE.getBytes(StandardCharsets.UTF_8);
    byte[] masked = WebSocketPeer.encoded(Frame.text(MESSAGE));
    masked[1] |= (byte) 0x80;
    return Stream.of(
        arguments("binary", new Frame(true, 0, Frame.BINARY, text), 1003),
        arguments("binary in parts", new Frame(false, 0, Frame.BINARY, text), 1003),
        arguments("a reserved opcode", new Frame(true, 0, 3, text), 1002),
        arguments("a reserved control opcode", new Frame(true, 0, 11, new byte[0]), 1002),
        arguments("compression that nobody offered", new Frame(true, 4, Frame.TEXT, text), 1002),
        arguments("another reserved bit", new Frame(true, 1, Frame.TEXT, text), 1002),
        arguments("a continuation of nothing", new Frame(true, 0, Frame.CONTINUATION, text), 1002),
        arguments("a ping in parts", new Frame(false, 0, Frame.PING, new byte[0]), 1002),
        arguments("a large ping", new Frame(true, 0, Frame.PING, new byte[126]), 1002),
        arguments("a code that is not sent", Frame.close(1005, ""), 1002),
        arguments("half a code", new Frame(true, 0, Frame.CLOSE, new byte[] {3}), 1002));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("violations")
  void a_violation_of_rfc_6455_is_refused(String name, Frame frame, int code) throws Exception {
    try (XmppClient client = fixture.client("/ws")) {
      CompletableFuture<XmppException> lost = WebSocketFixture.lost(client);
      WebSocketPeer peer = fixture.connected(client);
      peer.send(frame);
      assertThat(fixture.await(lost))
          .isInstanceOfSatisfying(
              StreamException.class,
              why -> assertThat(why.error().condition()).isEqualTo(Condition.BAD_FORMAT));
      assertThat(peer.awaitClose().code()).isEqualTo(code);
      peer.awaitEnd();
    }
  }

  @Test
  void a_frame_with_a_mask_is_refused() throws Exception {
    try (XmppClient client = fixture.client("/ws")) {
      CompletableFuture<XmppException> lost = WebSocketFixture.lost(client);
      WebSocketPeer peer = fixture.connected(client);
      peer.raw(new byte[] {(byte) 0x81, (byte) 0x81, 0, 0, 0, 0, '<'});
      assertThat(fixture.await(lost)).isInstanceOf(StreamException.class);
    }
  }

  @Test
  void a_message_within_a_message_is_refused() throws Exception {
    assertThat(
            lost(
                new Frame(false, 0, Frame.TEXT, "<a".getBytes(StandardCharsets.UTF_8)),
                Frame.text(MESSAGE)))
        .isInstanceOf(StreamException.class);
  }

  @Test
  void what_comes_before_a_violation_is_delivered() throws Exception {
    try (XmppClient client = fixture.client("/ws")) {
      CompletableFuture<String> heard = new CompletableFuture<>();
      client.onMessage(message -> heard.complete(message.body()));
      WebSocketPeer peer = fixture.connected(client);
      peer.send(Frame.text(MESSAGE), new Frame(true, 0, Frame.BINARY, new byte[1]));
      assertThat(fixture.await(heard)).isEqualTo("Hi");
    }
  }

  @Test
  void invalid_utf_8_is_refused() throws Exception {
    byte[] text = MESSAGE.getBytes(StandardCharsets.ISO_8859_1);
    text[MESSAGE.indexOf("Hi")] = (byte) 0xE4;
    assertThat(lost(new Frame(true, 0, Frame.TEXT, text)))
        .isInstanceOfSatisfying(
            StreamException.class,
            why -> assertThat(why.by()).isEqualTo(StreamException.By.CLIENT));
  }

  static Stream<Arguments> oversized() {
    byte[] part = new byte[60_000];
    Arrays.fill(part, (byte) ' ');
    return Stream.of(
        arguments("a frame", new Frame[] {Frame.text(" ".repeat(100_001))}),
        arguments(
            "a message in parts",
            new Frame[] {
              new Frame(false, 0, Frame.TEXT, part), new Frame(false, 0, Frame.CONTINUATION, part)
            }));
  }

  @Tag("Q01")
  @ParameterizedTest(name = "{0}")
  @MethodSource("oversized")
  void what_is_too_large_is_refused(String name, Frame[] frames) throws Exception {
    try (XmppClient client =
        fixture
            .builder()
            .endpoint(fixture.endpoint("/ws"))
            .limits(XmlLimits.session().withStanzaBytes(100_000))
            .answerBytes(100_000)
            .build()) {
      CompletableFuture<XmppException> lost = WebSocketFixture.lost(client);
      WebSocketPeer peer = fixture.connected(client);
      boolean taken = takes(peer, frames);
      assertThat(fixture.await(lost)).isInstanceOf(StreamException.class);
      if (taken) {
        assertThat(peer.awaitClose().code()).isEqualTo(1009);
      }
    }
  }

  /**
   * Whether the client was still there when all was written: it leaves at the first byte too many.
   */
  private static boolean takes(WebSocketPeer peer, Frame[] frames) {
    try {
      peer.send(frames);
      return true;
    } catch (UncheckedIOException gone) {
      return false;
    }
  }

  @Test
  void the_limits_of_the_parser_hold_too() throws Exception {
    String deep = "<a xmlns='x'>".repeat(1000) + "</a>".repeat(1000);
    assertThat(lost(Frame.text(deep)))
        .isInstanceOfSatisfying(
            StreamException.class,
            why -> assertThat(why.error().condition()).isEqualTo(Condition.POLICY_VIOLATION));
  }

  static Stream<Arguments> codes() {
    return Stream.of(
        arguments(1000, "", "1000 (normal closure)"),
        arguments(1001, "restart", "1001 (going away) “restart”"),
        arguments(1008, "no", "1008 (policy violation) “no”"),
        arguments(1011, "a\nb\u0007", "1011 (internal error) “a b"),
        arguments(4000, "x".repeat(120), "4000 “" + "x".repeat(80) + "…”"),
        arguments(-1, "", "no code"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("codes")
  void closing_without_closing_the_stream_names_code_and_reason(
      int code, String reason, String words) throws Exception {
    try (XmppClient client = fixture.client("/ws")) {
      CompletableFuture<XmppException> lost = WebSocketFixture.lost(client);
      WebSocketPeer peer = fixture.connected(client);
      peer.send(Frame.close(code, reason));
      assertThat(fixture.await(lost))
          .hasMessageContaining(words)
          .isInstanceOfSatisfying(
              TransportException.class,
              why -> {
                assertThat(why.reason()).isEqualTo(Reason.CLOSED);
                assertThat(why.retryable()).isTrue();
              });
      assertThat(peer.awaitClose().code()).isEqualTo(code < 0 ? 1000 : code);
      peer.awaitEnd();
    }
  }

  @Test
  void closing_the_stream_first_is_the_end_in_order() throws Exception {
    try (XmppClient client = fixture.client("/ws")) {
      CompletableFuture<XmppException> lost = WebSocketFixture.lost(client);
      WebSocketPeer peer = fixture.connected(client);
      peer.send(Frame.text(CLOSE), Frame.close(1000, "Stream closed"));
      assertThat(fixture.await(lost)).hasMessageContaining("The server ended the stream");
      assertThat(peer.hear()).startsWith("<close ");
      assertThat(peer.awaitClose().code()).isEqualTo(1000);
    }
  }

  @Test
  void an_end_without_any_close_is_noticed() throws Exception {
    try (XmppClient client = fixture.client("/ws")) {
      CompletableFuture<XmppException> lost = WebSocketFixture.lost(client);
      fixture.connected(client).close();
      assertThat(fixture.await(lost)).isInstanceOf(TransportException.class);
    }
  }
}
