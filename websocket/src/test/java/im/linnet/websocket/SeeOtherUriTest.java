package im.linnet.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.testkit.websocket.Frame;
import im.linnet.testkit.websocket.WebSocketPeer;
import im.linnet.testkit.websocket.WebSocketServer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that sends the client on by {@code see-other-uri} (RFC 7395, section 3.6.1). */
@Timeout(120)
class SeeOtherUriTest {

  @AutoClose private final WebSocketFixture fixture = new WebSocketFixture();

  @AutoClose
  private final WebSocketServer other =
      WebSocketServer.listen(WebSocketFixture.AUTHORITY.server("localhost").serverContext());

  private static String close(String uri) {
    return "<close xmlns='urn:ietf:params:xml:ns:xmpp-framing' see-other-uri='%s'/>".formatted(uri);
  }

  private static void sendOn(WebSocketPeer peer, String uri) {
    peer.send(Frame.text(close(uri)), Frame.close(1000, ""));
  }

  private TransportException failure(CompletableFuture<BoundStream> connecting) {
    ExecutionException failed =
        catchThrowableOfType(ExecutionException.class, () -> fixture.await(connecting));
    assertThat(failed.getCause()).isInstanceOf(TransportException.class);
    return (TransportException) Objects.requireNonNull(failed.getCause());
  }

  @Test
  void another_websocket_is_followed_before_the_stream_is_open() throws Exception {
    try (XmppClient client = fixture.client("/ws")) {
      CompletableFuture<BoundStream> connecting = client.connect();
      WebSocketPeer first = fixture.server().accept().upgrade();
      assertThat(first.hear()).startsWith("<open ");
      sendOn(first, other.uri("/node?a=1&b=2").toString().replace("&", "&amp;"));
      WebSocketPeer second = other.accept();
      assertThat(second.request().target()).isEqualTo("/node?a=1&b=2");
      fixture.signIn(second.upgrade());
      BoundStream stream = fixture.await(connecting);
      assertThat(stream.endpoint()).isEqualTo(Endpoint.at(other.uri("/node?a=1&b=2")));
      assertThat(stream.redirects())
          .singleElement()
          .satisfies(redirect -> assertThat(redirect.from()).isEqualTo(fixture.endpoint("/ws")));
    }
  }

  @Test
  void another_websocket_is_followed_in_session() throws Exception {
    try (XmppClient client = fixture.client("/ws")) {
      CompletableFuture<BoundStream> again = new CompletableFuture<>();
      WebSocketPeer first = fixture.connected(client);
      client.onState(
          state -> {
            if (state instanceof ConnectionState.Connected now
                && !now.stream().redirects().isEmpty()) {
              again.complete(now.stream());
            }
          });
      sendOn(first, other.uri("/node").toString());
      fixture.signIn(other.accept().upgrade());
      assertThat(fixture.await(again).endpoint()).isEqualTo(Endpoint.at(other.uri("/node")));
    }
  }

  @Test
  void another_path_of_the_same_host_is_followed() throws Exception {
    try (XmppClient client = fixture.client("/ws")) {
      CompletableFuture<BoundStream> connecting = client.connect();
      WebSocketPeer first = fixture.server().accept().upgrade();
      first.hear();
      sendOn(first, fixture.server().uri("/node").toString());
      fixture.signIn(fixture.server().accept().upgrade());
      assertThat(fixture.await(connecting).endpoint()).isEqualTo(fixture.endpoint("/node"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ws://localhost/ws",
        "http://localhost/http-bind",
        "https://localhost/http-bind",
        "wss:",
        "wss:///ws",
        "wss://user:secret@localhost/ws",
        "wss://localhost:0/ws",
        "wss://localhost:99999/ws",
        "wss://bad_host/ws",
        "wss://bad host/ws",
        "wss://[::g]/ws",
        "/ws",
        ""
      })
  void nothing_less_than_a_websocket_with_tls_is_followed(String uri) throws Exception {
    try (XmppClient client = fixture.client("/ws")) {
      CompletableFuture<BoundStream> connecting = client.connect();
      WebSocketPeer first = fixture.server().accept().upgrade();
      first.hear();
      sendOn(first, uri);
      TransportException failure = failure(connecting);
      assertThat(failure.reason()).isEqualTo(Reason.REDIRECT);
      assertThat(fixture.server().waiting()).isZero();
    }
  }

  @Test
  void a_long_uri_is_not_followed() throws Exception {
    try (XmppClient client = fixture.client("/ws")) {
      CompletableFuture<BoundStream> connecting = client.connect();
      WebSocketPeer first = fixture.server().accept().upgrade();
      first.hear();
      sendOn(first, other.uri("/" + "x".repeat(2000)).toString());
      assertThat(failure(connecting).reason()).isEqualTo(Reason.REDIRECT);
      assertThat(other.waiting()).isZero();
    }
  }

  @Test
  void a_circle_is_noticed() throws Exception {
    try (XmppClient client = fixture.client("/ws")) {
      CompletableFuture<BoundStream> connecting = client.connect();
      WebSocketPeer first = fixture.server().accept().upgrade();
      first.hear();
      sendOn(first, other.uri("/node").toString());
      WebSocketPeer second = other.accept().upgrade();
      second.hear();
      sendOn(second, fixture.server().uri("/ws").toString());
      TransportException failure = failure(connecting);
      assertThat(failure.reason()).isEqualTo(Reason.REDIRECT);
      assertThat(failure).hasMessageContaining("circle");
    }
  }

  @Tag("R03")
  @Test
  void at_most_five_are_followed() throws Exception {
    try (XmppClient client = fixture.client("/0")) {
      CompletableFuture<BoundStream> connecting = client.connect();
      for (int i = 0; i <= 5; i++) {
        WebSocketPeer peer = fixture.server().accept().upgrade();
        peer.hear();
        sendOn(peer, fixture.server().uri("/" + (i + 1)).toString());
      }
      TransportException failure = failure(connecting);
      assertThat(failure.reason()).isEqualTo(Reason.REDIRECT);
      assertThat(failure).hasMessageContaining("More than 5");
      assertThat(fixture.server().waiting()).isZero();
    }
  }

  @Tag("R02")
  @Test
  void nothing_said_in_clear_text_is_followed() throws Exception {
    try (WebSocketFixture clear = WebSocketFixture.inClearText();
        XmppClient client = clear.client("/ws")) {
      CompletableFuture<BoundStream> connecting = client.connect();
      WebSocketPeer first = clear.server().accept().upgrade();
      first.hear();
      sendOn(first, other.uri("/node").toString());
      TransportException failure = failure(connecting);
      assertThat(failure.reason()).isEqualTo(Reason.REDIRECT);
      assertThat(failure).hasMessageContaining("clear text");
      assertThat(other.waiting()).isZero();
    }
  }
}
