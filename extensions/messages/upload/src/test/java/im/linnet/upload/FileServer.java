package im.linnet.upload;

import im.linnet.testkit.tls.TestCertificates;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/** A web server on loopback that answers fixed bytes, and so can break every rule. */
final class FileServer implements AutoCloseable {

  /** A request: its head, and as much of the body as the head announces, in ISO 8859-1. */
  record Request(String head, String body) {}

  private final TestCertificates authority = TestCertificates.create();
  private final ServerSocket listening;
  private final Map<String, byte[]> answers = new ConcurrentHashMap<>();
  private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
  private final CountDownLatch ended = new CountDownLatch(1);

  FileServer() {
    try {
      listening =
          authority
              .server("localhost")
              .serverContext()
              .getServerSocketFactory()
              .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "file-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        start(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = socket.getInputStream();
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
        int octet = in.read();
        if (octet < 0) {
          return;
        }
        head.write(octet);
      }
      String text = head.toString(StandardCharsets.ISO_8859_1);
      byte[] body = in.readNBytes(length(text));
      requests.add(new Request(text, new String(body, StandardCharsets.ISO_8859_1)));
      byte[] answer = answers.get(text.split(" ")[0] + " " + text.split(" ")[1]);
      OutputStream out = socket.getOutputStream();
      if (answer != null) {
        out.write(answer);
        out.flush();
      }
      if (answer == null || isEndless(answer)) {
        stayUntilTheClientLeaves(in, out, answer != null);
      }
    } catch (IOException gone) {
      ended.countDown();
    }
  }

  private static boolean isEndless(byte[] answer) {
    return new String(answer, StandardCharsets.ISO_8859_1).contains("chunked");
  }

  /** A body without end, or no answer at all. */
  private void stayUntilTheClientLeaves(InputStream in, OutputStream out, boolean sending)
      throws IOException {
    byte[] chunk = ("1000\r\n" + "x".repeat(4096) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    while (sending) {
      out.write(chunk);
    }
    if (in.read() < 0) {
      ended.countDown();
    }
  }

  private static int length(String head) {
    for (String line : head.split("\r\n")) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        return Integer.parseInt(line.substring(15).strip());
      }
    }
    return 0;
  }

  /**
   * Sets an answer, such as of {@code GET /file}. It says that the connection is over, so that no
   * client sends its next request on it just before it is closed.
   */
  FileServer answer(String request, String status, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
    return raw(
        request,
        "HTTP/1.1 %s\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(status, bytes.length, body));
  }

  FileServer raw(String request, String response) {
    answers.put(request, response.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  URI url(String path) {
    return URI.create("https://localhost:" + listening.getLocalPort() + path);
  }

  BlockingQueue<Request> requests() {
    return requests;
  }

  /** Counts down once a client has left while something was still to come. */
  CountDownLatch ended() {
    return ended;
  }

  UploadSettings trusted() {
    return UploadSettings.standard()
        .http(HttpClient.newBuilder().sslContext(authority.clientContext()).build())
        .allowHost("localhost");
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
