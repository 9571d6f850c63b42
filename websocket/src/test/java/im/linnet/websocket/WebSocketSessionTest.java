package im.linnet.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.connection.KeepAlive;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.testkit.websocket.Frame;
import im.linnet.testkit.websocket.WebSocketPeer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client over WebSocket: the request, the session, frames in all their forms, the end. */
@Timeout(120)
class WebSocketSessionTest {

  @AutoClose private final WebSocketFixture fixture = new WebSocketFixture();

  private WebSocketPeer connected(XmppClient client) throws Exception {
    return fixture.connected(client);
  }

  @Test
  void the_request_is_that_of_rfc_7395() throws Exception {
    try (XmppClient client = fixture.client("/xmpp-websocket?a=b%20c")) {
      CompletableFuture<BoundStream> connecting = client.connect();
      WebSocketPeer peer = fixture.server().accept();
      assertThat(peer.request().lines().get(0)).isEqualTo("GET /xmpp-websocket?a=b%20c HTTP/1.1");
      assertThat(peer.request().header("Host")).isEqualTo("localhost:" + fixture.server().port());
      assertThat(peer.request().header("Upgrade")).isEqualTo("websocket");
      assertThat(peer.request().header("Sec-WebSocket-Protocol")).isEqualTo("xmpp");
      assertThat(peer.request().header("Sec-WebSocket-Version")).isEqualTo("13");
      assertThat(peer.request().header("Sec-WebSocket-Extensions")).isNull();
      assertThat(Base64.getDecoder().decode(peer.request().header("Sec-WebSocket-Key")))
          .hasSize(16);
      fixture.signIn(peer.upgrade());
      BoundStream stream = fixture.await(connecting);
      assertThat(stream.tlsProtocol()).startsWith("TLS");
      assertThat(stream.endpoint()).isEqualTo(fixture.endpoint("/xmpp-websocket?a=b%20c"));
    }
  }

  @Test
  void messages_go_both_ways() throws Exception {
    try (XmppClient client = fixture.client("/ws")) {
      CompletableFuture<Message> heard = new CompletableFuture<>();
      client.onMessage(heard::complete);
      WebSocketPeer peer = connected(client);
      peer.say(WebSocketFixture.message("Hi"));
      assertThat(fixture.await(heard).body()).isEqualTo("Hi");
      CompletableFuture<Void> sent = client.send(Message.chat(Jid.of("romeo@localhost"), "Ho"));
      assertThat(peer.hear())
          .startsWith("<message xmlns=\"jabber:client\"")
          .endsWith("<body>Ho</body></message>");
      fixture.await(sent);
    }
  }

  @Test
  void a_large_stanza_is_sent_in_one_frame() throws Exception {
    String text = "é".repeat(100_000);
    try (XmppClient client = fixture.client("/ws")) {
      WebSocketPeer peer = connected(client);
      CompletableFuture<Void> sent = client.send(Message.chat(Jid.of("romeo@localhost"), text));
      assertThat(peer.hear()).contains("<body>" + text + "</body>");
      fixture.await(sent);
    }
  }

  @Test
  void a_message_may_be_split_at_every_byte_with_pings_in_between() throws Exception {
    try (XmppClient client = fixture.client("/ws")) {
      CompletableFuture<Message> heard = new CompletableFuture<>();
      client.onMessage(heard::complete);
      WebSocketPeer peer = connected(client);
      byte[] whole = WebSocketFixture.message("Äh 🐦").getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < whole.length; i++) {
        int opcode = i == 0 ? Frame.TEXT : Frame.CONTINUATION;
        byte[] one = {whole[i]};
        peer.send(
            new Frame(i == whole.length - 1, 0, opcode, one),
            new Frame(true, 0, Frame.PING, new byte[] {(byte) i}));
      }
      assertThat(fixture.await(heard).body()).isEqualTo("Äh 🐦");
      for (int i = 0; i < whole.length; i++) {
        Frame pong = peer.next();
        assertThat(pong.opcode()).isEqualTo(Frame.PONG);
        assertThat(pong.payload()).containsExactly((byte) i);
      }
    }
  }

  @Test
  void frames_may_arrive_in_any_chunks() throws Exception {
    try (XmppClient client = fixture.client("/ws")) {
      CompletableFuture<Message> heard = new CompletableFuture<>();
      client.onMessage(heard::complete);
      WebSocketPeer peer = connected(client);
      for (byte octet : WebSocketPeer.encoded(Frame.text(WebSocketFixture.message("Hi")))) {
        peer.raw(new byte[] {octet});
      }
      assertThat(fixture.await(heard).body()).isEqualTo("Hi");
    }
  }

  @Test
  void pongs_and_empty_messages_are_ignored() throws Exception {
    try (XmppClient client = fixture.client("/ws")) {
      CompletableFuture<Message> heard = new CompletableFuture<>();
      client.onMessage(heard::complete);
      WebSocketPeer peer = connected(client);
      peer.send(
          new Frame(true, 0, Frame.PONG, new byte[] {1}),
          Frame.text(""),
          Frame.text(" \n"),
          new Frame(false, 0, Frame.TEXT, new byte[0]),
          new Frame(true, 0, Frame.CONTINUATION, new byte[0]),
          Frame.text(WebSocketFixture.message("Hi")));
      assertThat(fixture.await(heard).body()).isEqualTo("Hi");
    }
  }

  @Test
  void frames_that_come_with_the_response_are_not_lost() throws Exception {
    try (XmppClient client = fixture.client("/ws")) {
      CompletableFuture<BoundStream> connecting = client.connect();
      WebSocketPeer peer = fixture.server().accept();
      byte[] head =
          peer.upgradeHead("Sec-WebSocket-Protocol: xmpp\r\n").getBytes(StandardCharsets.UTF_8);
      byte[] ping = WebSocketPeer.encoded(new Frame(true, 0, Frame.PING, new byte[] {7}));
      byte[] both = Arrays.copyOf(head, head.length + ping.length);
      System.arraycopy(ping, 0, both, head.length, ping.length);
      peer.raw(both);
      assertThat(peer.hear()).startsWith("<open ");
      assertThat(peer.next().opcode()).isEqualTo(Frame.PONG);
      connecting.cancel(false);
    }
  }

  @Test
  void an_idle_connection_is_kept_alive_by_pings_in_place_of_whitespace() throws Exception {
    try (XmppClient client =
        fixture
            .builder()
            .endpoint(fixture.endpoint("/ws"))
            .keepAlive(KeepAlive.whitespace(Duration.ofMillis(50)))
            .build()) {
      CompletableFuture<Message> heard = new CompletableFuture<>();
      client.onMessage(heard::complete);
      WebSocketPeer peer = connected(client);
      for (int i = 0; i < 3; i++) {
        Frame ping = peer.next();
        assertThat(ping.opcode()).isEqualTo(Frame.PING);
        peer.send(new Frame(true, 0, Frame.PONG, ping.payload()));
      }
      peer.say(WebSocketFixture.message("Hi"));
      assertThat(fixture.await(heard).body()).isEqualTo("Hi");
    }
  }

  @Test
  void the_client_closes_the_stream_and_then_the_websocket() throws Exception {
    XmppClient client = fixture.client("/ws");
    WebSocketPeer peer = connected(client);
    CompletableFuture<Void> closing = client.shutdown(Duration.ofSeconds(20));
    assertThat(peer.hear()).isEqualTo("<close xmlns=\"urn:ietf:params:xml:ns:xmpp-framing\"/>");
    peer.say("<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>");
    assertThat(peer.awaitClose().code()).isEqualTo(1000);
    peer.awaitEnd();
    fixture.await(closing);
  }

  @Test
  void an_informational_response_may_come_first() throws Exception {
    try (XmppClient client = fixture.client("/ws")) {
      CompletableFuture<BoundStream> connecting = client.connect();
      WebSocketPeer peer = fixture.server().accept();
      peer.answer("HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n").upgrade();
      fixture.signIn(peer);
      assertThat(fixture.await(connecting).jid()).isEqualTo(WebSocketFixture.BOUND);
    }
  }

  @Test
  void cancelling_closes_the_connection() throws Exception {
    try (XmppClient client = fixture.client("/ws")) {
      CompletableFuture<BoundStream> connecting = client.connect();
      WebSocketPeer peer = fixture.server().accept();
      connecting.cancel(false);
      peer.awaitEnd();
    }
  }

  @Test
  void a_clear_websocket_works_if_the_policy_allows_it() throws Exception {
    try (WebSocketFixture clear = WebSocketFixture.inClearText();
        XmppClient client = clear.client("/ws")) {
      clear.connected(client);
      assertThat(Objects.requireNonNull(client.stream()).tlsProtocol()).isNull();
    }
  }
}
