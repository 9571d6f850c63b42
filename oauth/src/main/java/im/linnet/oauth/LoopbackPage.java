package im.linnet.oauth;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The pages for the browser. */
enum LoopbackPage {
  /** The user has consented. */
  DONE(200, "Thank you. You may close this window."),
  /** The user has not consented. */
  DENIED(200, "You are not signed in. You may close this window."),
  /** Not the response to our request. */
  FOREIGN(400, "This is not the answer that was expected."),
  /** Another page, or another method. */
  UNKNOWN(404, "There is nothing here.");

  private final int status;
  private final String words;

  LoopbackPage(int status, String words) {
    this.status = status;
    this.words = words;
  }

  /**
   * Ends a call with this page. The browser's address contains the code, so it must not be passed
   * on.
   */
  void show(HttpExchange call) throws IOException {
    byte[] html =
        ("<!DOCTYPE html><title>Sign-in</title><p>" + words + "</p>")
            .getBytes(StandardCharsets.UTF_8);
    try (call) {
      Headers headers = call.getResponseHeaders();
      headers.set("Content-Type", "text/html;charset=UTF-8");
      headers.set("Cache-Control", "no-store");
      headers.set("Referrer-Policy", "no-referrer");
      headers.set("Connection", "close");
      call.sendResponseHeaders(status, html.length);
      call.getResponseBody().write(html);
    }
  }
}
