package im.linnet.testkit.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.testkit.tls.TestCertificates;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The web servers, against the JDK's own client of HTTP and WebSocket. */
@Timeout(120)
class WebSocketServerTest {

  private static final TestCertificates AUTHORITY = TestCertificates.create();

  @AutoClose
  private final WebSocketServer server =
      WebSocketServer.listen(AUTHORITY.server("localhost").serverContext());

  private final HttpClient http =
      HttpClient.newBuilder().sslContext(AUTHORITY.clientContext()).build();

  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

  private final class Recorder implements WebSocket.Listener {

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      events.add(data + (last ? "" : ".."));
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
      events.add("pong " + message.remaining());
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      events.add("closed " + code + " " + reason);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      events.add("failed");
    }
  }

  private CompletableFuture<WebSocket> connect() {
    return http.newWebSocketBuilder()
        .subprotocols("xmpp")
        .buildAsync(server.uri("/ws?a=b"), new Recorder());
  }

  private void assertEvent(String event) throws InterruptedException {
    assertThat(events.poll(20, TimeUnit.SECONDS)).isEqualTo(event);
  }

  /** A message, which that client splits. */
  private static String message(WebSocketPeer peer) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    Frame part;
    do {
      part = peer.next();
      whole.writeBytes(part.payload());
    } while (!part.fin());
    return whole.toString(StandardCharsets.UTF_8);
  }

  @Test
  void speaks_to_a_client_that_it_does_not_know() throws Exception {
    CompletableFuture<WebSocket> connecting = connect();
    WebSocketPeer peer = server.accept();
    assertThat(peer.request().target()).isEqualTo("/ws?a=b");
    assertThat(peer.request().header("sec-websocket-protocol")).isEqualTo("xmpp");
    assertThat(peer.request().header("X-None")).isNull();
    peer.upgrade();
    WebSocket socket = connecting.get(20, TimeUnit.SECONDS);
    assertThat(socket.getSubprotocol()).isEqualTo("xmpp");

    String text = "é".repeat(40_000);
    socket.sendText(text, true).get(20, TimeUnit.SECONDS);
    assertThat(message(peer)).isEqualTo(text);
    peer.say("Hi");
    assertEvent("Hi");
    socket.sendPing(ByteBuffer.wrap(new byte[] {1, 2})).get(20, TimeUnit.SECONDS);
    Frame ping = peer.next();
    assertThat(ping.opcode()).isEqualTo(Frame.PING);
    peer.send(new Frame(true, 0, Frame.PONG, ping.payload()));
    assertEvent("pong 2");
    peer.send(Frame.close(1011, "a fault"));
    assertEvent("closed 1011 a fault");
    assertThat(peer.awaitClose().code()).isEqualTo(1011);
    peer.awaitEnd();
  }

  @Test
  void sends_large_frames_and_broken_ones() throws Exception {
    CompletableFuture<WebSocket> connecting = connect();
    WebSocketPeer peer = server.accept().upgrade();
    connecting.get(20, TimeUnit.SECONDS);
    peer.say("x".repeat(200));
    assertEvent("x".repeat(200));
    peer.send(new Frame(true, 4, Frame.TEXT, "x".getBytes(StandardCharsets.UTF_8)));
    assertEvent("failed");
  }

  @Test
  void refuses_what_the_test_wants_refused() {
    CompletableFuture<WebSocket> connecting = connect();
    server.accept().answer("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
    assertThatThrownBy(() -> connecting.get(20, TimeUnit.SECONDS))
        .hasRootCauseMessage("Unexpected HTTP response status code 404");
    assertThat(server.waiting()).isZero();
  }

  private HttpResponse<String> get(HostMetaServer web, String path) throws Exception {
    URI uri = URI.create("https://localhost:" + web.port() + path);
    return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void publishes_a_host_meta_in_both_forms() throws Exception {
    try (HostMetaServer web =
        HostMetaServer.listen(AUTHORITY.server("localhost").serverContext())) {
      assertThat(get(web, HostMetaServer.JSON).statusCode()).isEqualTo(404);
      web.json("wss://a.test/", "wss://b.test/").xml("wss://c.test/");
      HttpResponse<String> json = get(web, HostMetaServer.JSON);
      assertThat(json.statusCode()).isEqualTo(200);
      assertThat(json.headers().firstValue("Content-Type")).contains("application/json");
      assertThat(json.body())
          .isEqualTo(
              "{\"links\":[{\"rel\":\"urn:xmpp:alt-connections:websocket\","
                  + "\"href\":\"wss://a.test/\"},"
                  + "{\"rel\":\"urn:xmpp:alt-connections:websocket\","
                  + "\"href\":\"wss://b.test/\"}]}");
      assertThat(get(web, HostMetaServer.XML).body()).contains("<Link", "href='wss://c.test/'");
      assertThat(web.requests()).hasSize(3);
    }
  }
}
