package im.linnet.websocket;

import im.linnet.endpoint.Endpoint;
import im.linnet.failure.RefusedException;
import im.linnet.stream.Transport;
import im.linnet.stream.Transport.Line;
import io.netty.handler.codec.http.HttpResponse;
import java.net.URI;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** Opens one WebSocket: a connection, the request to switch, its response. */
final class Opening {

  private Opening() {}

  /**
   * Opens the WebSocket of an endpoint.
   *
   * @return the open WebSocket; cancelling it closes the connection
   */
  static CompletableFuture<Line> begin(Endpoint endpoint, Transport.Events events) {
    URI uri = endpoint.uri();
    if (uri == null || endpoint.port() < 1 || endpoint.port() > 65535) {
      return CompletableFuture.failedFuture(
          new RefusedException(
              "%s is no address of a WebSocket (expected: such as wss://example.org/xmpp-websocket)"
                  .formatted(endpoint)));
    }
    boolean secure = uri.getScheme().toLowerCase(Locale.ROOT).equals(WebSocketTransport.WSS);
    Upgrade upgrade = new Upgrade(endpoint, uri);
    HttpExchange<HttpResponse> exchange = new HttpExchange<>(upgrade);
    CompletableFuture<HttpResponse> switched =
        exchange.run(
            receiver ->
                secure
                    ? events.connectTls(endpoint.host(), endpoint.port(), "http/1.1", receiver)
                    : events.connectClear(endpoint.host(), endpoint.port(), receiver),
            upgrade.request());
    return opened(switched, exchange, events);
  }

  private static CompletableFuture<Line> opened(
      CompletableFuture<HttpResponse> switched,
      HttpExchange<HttpResponse> exchange,
      Transport.Events events) {
    CompletableFuture<Line> opened = new CompletableFuture<>();
    switched.whenComplete(
        (response, failure) -> {
          if (failure != null) {
            opened.completeExceptionally(failure);
            return;
          }
          WebSocketLine line =
              exchange.keep(tcp -> new WebSocketLine(tcp, events), WebSocketLine::decode);
          if (!opened.complete(line)) {
            line.close();
          }
        });
    opened.whenComplete(
        (line, failure) -> {
          if (opened.isCancelled()) {
            switched.cancel(true);
          }
        });
    return opened;
  }
}
