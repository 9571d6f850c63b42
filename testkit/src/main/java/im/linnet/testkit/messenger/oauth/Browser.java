package im.linnet.testkit.messenger.oauth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.Consumer;

/** A user's browser: follows redirects, and shows the last page. */
public final class Browser implements Consumer<URI> {

  private final HttpClient http =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

  /** Opens one that keeps nothing of pages seen before. */
  public Browser() {}

  /** Opens a page and goes where it leads; whoever asked does not wait for it. */
  @Override
  public void accept(URI page) {
    http.sendAsync(get(page), BodyHandlers.ofString());
  }

  /**
   * Opens a page and waits for it.
   *
   * @param page its address
   * @return the last page, where all redirects led
   */
  public HttpResponse<String> open(URI page) {
    try {
      return http.send(get(page), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static HttpRequest get(URI page) {
    return HttpRequest.newBuilder(page).timeout(Duration.ofSeconds(10)).build();
  }
}
