package im.linnet.oauth;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One call of a browser: as much of HTTP/1.1 as that takes. */
final class LoopbackCall {

  private static final int MAX_HEAD = 32 * 1024;
  private static final Duration LIMIT = Duration.ofSeconds(5);

  /** What the browser shows. */
  enum Page {
    /** The user consented. */
    DONE("200 OK", "Thank you. You may close this window."),
    /** The user did not. */
    DENIED("200 OK", "You are not signed in. You may close this window."),
    /** Not the answer to our question. */
    FOREIGN("400 Bad Request", "This is not the answer that was expected."),
    /** Another page, or another method. */
    UNKNOWN("404 Not Found", "There is nothing here.");

    private final String status;
    private final String words;

    Page(String status, String words) {
      this.status = status;
      this.words = words;
    }

    /** The address bar has the code in it, so it must go nowhere. */
    byte[] toHttp() {
      String html = "<!DOCTYPE html><title>Sign-in</title><p>" + words + "</p>";
      String head =
          """
          HTTP/1.1 %s
          Content-Type: text/html;charset=UTF-8
          Content-Length: %d
          Cache-Control: no-store
          Referrer-Policy: no-referrer
          Connection: close

          """;
      return (head.formatted(status, html.length()).replace("\n", "\r\n") + html)
          .getBytes(StandardCharsets.UTF_8);
    }
  }

  private final Socket socket;
  private final String requestLine;
  private Runnable afterwards = () -> {};

  private LoopbackCall(Socket socket, String requestLine) {
    this.socket = socket;
    this.requestLine = requestLine;
  }

  /** Reads the head of a request; an end, a pause or a head too long is an exception. */
  static LoopbackCall read(Socket socket) throws IOException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    InputStream in = socket.getInputStream();
    byte[] buffer = new byte[4096];
    while (head.size() <= MAX_HEAD) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      // 0 would be no limit at all.
      socket.setSoTimeout((int) Math.max(1, left));
      int read = left <= 0 ? -1 : in.read(buffer);
      if (read < 0) {
        throw new IOException("The request is not complete");
      }
      head.write(buffer, 0, read);
      String text = head.toString(StandardCharsets.ISO_8859_1);
      if (text.contains("\r\n\r\n")) {
        return new LoopbackCall(socket, text.substring(0, text.indexOf("\r\n")));
      }
    }
    throw new IOException("The request's head is too long");
  }

  boolean isForThePage() {
    return requestLine.matches("GET /(\\?\\S*)? HTTP/1\\.[01]");
  }

  /**
   * What was asked for.
   *
   * @throws IllegalArgumentException if it is no URI
   */
  URI target() {
    return URI.create(requestLine.split(" ")[1]);
  }

  /** Sets what is done when the answer is written. */
  void afterwards(Runnable work) {
    afterwards = work;
  }

  void answer(Page page) throws IOException {
    try {
      socket.getOutputStream().write(page.toHttp());
      socket.shutdownOutput();
    } finally {
      afterwards.run();
    }
  }
}
