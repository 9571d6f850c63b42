package im.linnet.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.failure.Phase;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.testkit.websocket.WebSocketPeer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a web server may answer to the request for a WebSocket, and what the client says then. */
@Timeout(120)
class UpgradeTest {

  private static final String XMPP = "Sec-WebSocket-Protocol: xmpp\r\n";

  @AutoClose private final WebSocketFixture fixture = new WebSocketFixture();

  /** Connects; the server answers so and closes the connection. */
  private TransportException failure(Function<WebSocketPeer, String> answer) throws Exception {
    try (XmppClient client = fixture.client("/ws")) {
      CompletableFuture<BoundStream> connecting = client.connect();
      WebSocketPeer peer = fixture.server().accept();
      peer.answer(answer.apply(peer));
      peer.close();
      ExecutionException failed =
          catchThrowableOfType(ExecutionException.class, () -> fixture.await(connecting));
      assertThat(failed.getCause()).isInstanceOf(TransportException.class);
      return (TransportException) Objects.requireNonNull(failed.getCause());
    }
  }

  private static String head(String status, String... headers) {
    return "HTTP/1.1 " + status + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        arguments(head("404 Not Found", "Content-Length: 2") + "No", "404 Not Found; check the"),
        arguments(head("401 Unauthorized", "WWW-Authenticate: Basic"), "401 Unauthorized; it lets"),
        arguments(head("403 Forbidden"), "403 Forbidden; it lets"),
        arguments(head("501 Not Implemented"), "501 Not Implemented; it may not do XMPP"),
        arguments(head("400 Bad Request"), "400 Bad Request; it may not do XMPP"),
        arguments(head("426 Upgrade Required"), "426 Upgrade Required; it may not do XMPP"),
        arguments(head("503 Service Unavailable"), "503 Service Unavailable; try again later"),
        arguments(head("200 OK", "Content-Length: 2") + "Hi", "200 OK"),
        arguments(
            head("302 Found", "Location: https://other.test/ws?token=secret"),
            "302 Found; redirects are not followed; if it is right, name the address it gives:"
                + " https://other.test/ws"),
        arguments(head("308 Permanent Redirect"), "name the address it gives: none"),
        arguments("HTTP/1.1 404\r\n\r\n", "404"),
        arguments(head("599 " + "x".repeat(200)), "599 " + "x".repeat(80) + "…"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void a_refusal_names_the_status_and_what_to_try(String answer, String words) throws Exception {
    TransportException failure = failure(peer -> answer);
    assertThat(failure.reason()).isEqualTo(Reason.UPGRADE_REFUSED);
    assertThat(failure).hasMessageContaining(words).hasMessageContaining("wss://localhost");
    assertThat(failure.getMessage()).doesNotContain("secret");
    assertThat(failure.retryable()).isTrue();
    assertThat(Objects.requireNonNull(failure.where()).phase()).isEqualTo(Phase.CONNECTING);
  }

  static Stream<Arguments> switches() {
    return Stream.of(
        not("no subprotocol", "but not for XMPP", peer -> peer.upgradeHead("")),
        not(
            "another subprotocol",
            "but not for XMPP (Sec-WebSocket-Protocol: mqtt)",
            peer -> peer.upgradeHead("Sec-WebSocket-Protocol: mqtt\r\n")),
        not(
            "two subprotocols",
            "but not for XMPP",
            peer -> peer.upgradeHead(XMPP + "Sec-WebSocket-Protocol: mqtt\r\n")),
        not(
            "a list of subprotocols",
            "but not for XMPP",
            peer -> peer.upgradeHead("Sec-WebSocket-Protocol: xmpp, mqtt\r\n")),
        not(
            "compression",
            "extension of WebSocket that nobody offered: permessage-deflate",
            peer -> peer.upgradeHead(XMPP + "Sec-WebSocket-Extensions: permessage-deflate\r\n")),
        not(
            "an empty list of extensions",
            "extension of WebSocket that nobody offered",
            peer -> peer.upgradeHead(XMPP + "Sec-WebSocket-Extensions:\r\n")),
        not(
            "a proof for another key",
            "did not switch to WebSocket",
            peer -> peer.upgradeHead(XMPP).replace(peer.proof(), "AAAAAAAAAAAAAAAAAAAAAAAAAAA=")),
        not(
            "no proof",
            "did not switch to WebSocket",
            peer -> peer.upgradeHead(XMPP).replace("Sec-WebSocket-Accept", "X-Accept")),
        not(
            "two proofs",
            "did not switch to WebSocket",
            peer -> peer.upgradeHead(XMPP + "Sec-WebSocket-Accept: x\r\n")),
        not(
            "another protocol",
            "did not switch to WebSocket",
            peer -> peer.upgradeHead(XMPP).replace("Upgrade: websocket", "Upgrade: h2c")),
        not(
            "no upgrade of the connection",
            "did not switch to WebSocket",
            peer -> peer.upgradeHead(XMPP).replace("Connection: Upgrade", "Connection: close")));
  }

  private static Arguments not(String name, String words, Function<WebSocketPeer, String> answer) {
    return arguments(name, words, answer);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("switches")
  void a_switch_to_something_else_is_refused(
      String name, String words, Function<WebSocketPeer, String> answer) throws Exception {
    TransportException failure = failure(answer);
    assertThat(failure.reason()).isEqualTo(Reason.UPGRADE_REFUSED);
    assertThat(failure).hasMessageContaining(words);
  }

  static Stream<Arguments> noise() {
    return Stream.of(
        not("nothing", "closed the connection before it answered", peer -> ""),
        not("half a head", "answered", peer -> "HTTP/1.1 101 Switching"),
        not("another protocol", "not HTTP", peer -> "SSH-2.0-OpenSSH_9.2\r\n\r\n"),
        not("a long status line", "not HTTP", peer -> head("200 " + "x".repeat(5000))),
        not("a large head", "not HTTP", peer -> head("200 OK", "X: " + "x".repeat(20_000))),
        not(
            "many headers",
            "not HTTP",
            peer ->
                head("200 OK", Stream.generate(() -> "X: x").limit(5000).toArray(String[]::new))),
        not(
            "a header with a NUL",
            "not HTTP",
            peer -> peer.upgradeHead("X-Y: a\u0000b\r\n" + XMPP)),
        not(
            "a bare CR in a header",
            "not HTTP",
            peer -> peer.upgradeHead("X-Y: a\rSec-WebSocket-Protocol: xmpp\r\n")),
        not("a header without a name", "not HTTP", peer -> peer.upgradeHead(": xmpp\r\n" + XMPP)),
        not("endless informational responses", "103", peer -> head("103 Early Hints").repeat(100)));
  }

  @Tag("S02")
  @ParameterizedTest(name = "{0}")
  @MethodSource("noise")
  void what_is_not_http_is_refused(
      String name, String words, Function<WebSocketPeer, String> answer) throws Exception {
    assertThat(failure(answer)).hasMessageContaining(words);
  }

  @ParameterizedTest
  @MethodSource("harmless")
  void harmless_deviations_are_accepted(Function<String, String> change) throws Exception {
    try (XmppClient client = fixture.client("/ws")) {
      CompletableFuture<BoundStream> connecting = client.connect();
      WebSocketPeer peer = fixture.server().accept();
      peer.answer(change.apply(peer.upgradeHead(XMPP)));
      fixture.signIn(peer);
      assertThat(fixture.await(connecting).jid()).isEqualTo(WebSocketFixture.BOUND);
    }
  }

  static Stream<Function<String, String>> harmless() {
    return Stream.of(
        head -> head.replace("Sec-WebSocket-Protocol: xmpp", "sec-websocket-protocol:xmpp"),
        head -> head.replace("Upgrade: websocket", "Upgrade: WebSocket"),
        head -> head.replace("Connection: Upgrade", "Connection: keep-alive, upgrade"),
        head -> head.replace("Switching Protocols", "Web Socket Protocol Handshake"),
        head -> head.replace("\r\n\r\n", "\r\nDate: today\r\nServer: x\r\n\r\n"));
  }
}
