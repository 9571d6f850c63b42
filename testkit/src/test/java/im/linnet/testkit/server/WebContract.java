package im.linnet.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every real server also serves at its port for HTTPS. */
abstract class WebContract extends RealServerContract {
  static final Duration LIMIT = Duration.ofSeconds(20);

  WebContract(RealServer.Builder settings) {
    super(settings);
  }

  @Test
  void accepts_clients_by_websocket() throws Exception {
    assertThat(server().webSocket().getPort()).isEqualTo(server().httpsPort());
    Frames frames = new Frames("</stream:features>");
    WebSocket socket =
        client()
            .newWebSocketBuilder()
            .subprotocols("xmpp")
            .buildAsync(server().webSocket(), frames)
            .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    socket.sendText(
        "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='localhost' version='1.0'/>", true);
    assertThat(socket.getSubprotocol()).isEqualTo("xmpp");
    assertThat(frames.all.get(LIMIT.toSeconds(), TimeUnit.SECONDS))
        .startsWith("<open ")
        .contains("<mechanism>PLAIN</mechanism>");
    socket.abort();
  }

  /** For the servers that do. */
  void assertServesHostMeta() throws Exception {
    String address = server().webSocket().toString();
    HttpResponse<String> xml = get("/.well-known/host-meta");
    assertThat(xml.statusCode()).isEqualTo(200);
    assertThat(xml.body())
        .contains("http://docs.oasis-open.org/ns/xri/xrd-1.0")
        .contains("urn:xmpp:alt-connections:websocket", address);
    HttpResponse<String> json = get("/.well-known/host-meta.json");
    assertThat(json.statusCode()).isEqualTo(200);
    assertThat(json.body().replace("\\/", "/"))
        .startsWith("{")
        .contains("urn:xmpp:alt-connections:websocket", address);
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client().send(request(path).build(), BodyHandlers.ofString());
  }

  HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
    HttpRequest request =
        request(path)
            .header("Content-Type", "text/xml; charset=utf-8")
            .POST(BodyPublishers.ofString(body))
            .build();
    return client().send(request, BodyHandlers.ofString());
  }

  HttpRequest.Builder request(String path) {
    URI address = URI.create("https://localhost:" + server().httpsPort()).resolve(path);
    return HttpRequest.newBuilder(address).timeout(LIMIT);
  }

  HttpClient client() {
    return HttpClient.newBuilder()
        .sslContext(server().authority().clientContext())
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(LIMIT)
        .build();
  }

  /** The text that has come, complete with the frame that ends as expected. */
  private static final class Frames implements WebSocket.Listener {
    private final CompletableFuture<String> all = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private final String end;

    Frames(String end) {
      this.end = end;
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      text.append(data);
      if (text.toString().endsWith(end)) {
        all.complete(text.toString());
      }
      socket.request(1);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      all.completeExceptionally(new IOException("closed: %d %s".formatted(code, reason)));
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      all.completeExceptionally(error);
    }
  }
}
