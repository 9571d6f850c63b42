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

/** A user's browser: it follows redirects and returns the last page. */
public final class Browser implements Consumer<URI> {

  private final HttpClient http =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

  /** Creates a browser without a cache or cookies. */
  public Browser() {}

  /** Opens a page and follows its redirects, without blocking the caller. */
  @Override
  public void accept(URI page) {
    http.sendAsync(get(page), BodyHandlers.ofString());
  }

  /**
   * Opens a page and waits for it.
   *
   * @param page its address
   * @return the last page, after all redirects
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
