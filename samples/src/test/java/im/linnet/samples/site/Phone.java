package im.linnet.samples.site;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;

/**
 * Chromium with a window as narrow as that of a phone: a page of the test shows one page of the
 * site after the other in a frame of that width.
 *
 * @param chromium the program
 * @param folder a folder of its own
 */
record Phone(Path chromium, Path folder) {

  private static final int WIDTH = 360;
  private static final int HEIGHT = 720;
  private static final String FRAMES = "/_phone.html";
  private static final String RESULT = "/_result";

  private static final Map<String, String> TYPES =
      Map.of("html", "text/html", "css", "text/css", "js", "text/javascript", "txt", "text/plain");

  /** What a reader would have to scroll sideways for. What scrolls in itself may be wide. */
  private static final String PAGE =
      """
      <!doctype html>
      <meta charset="utf-8">
      <iframe id="frame" width="%d" height="800" style="border: 0"></iframe>
      <script>
        const pages = [%s];
        const frame = document.getElementById('frame');
        const wide = [];
        let next = 0;
        frame.onload = () => {
          const width = frame.contentDocument.documentElement.scrollWidth;
          if (width > %1$d) wide.push(pages[next] + ' has ' + width + ' pixels');
          next++;
          if (next < pages.length) frame.src = pages[next];
          else {
            wide.push(next + ' pages');
            fetch('%3$s', {method: 'POST', body: wide.join('\\n')});
          }
        };
        frame.src = pages[0];
      </script>
      """;

  /**
   * The pages that are wider than the window.
   *
   * @param site the site
   * @param pages its pages
   * @return one line for each, and the number of pages at the end
   */
  List<String> tooWide(Path site, List<Path> pages) throws Exception {
    String names =
        pages.stream()
            .map(page -> "\"/" + site.relativize(page) + "\"")
            .collect(Collectors.joining(","));
    CompletableFuture<String> result = new CompletableFuture<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    String frames = PAGE.formatted(WIDTH, names, RESULT);
    server.createContext("/", exchange -> answer(exchange, site, frames));
    server.createContext(RESULT, exchange -> take(exchange, result));
    server.start();
    try {
      show("http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), FRAMES), result);
      return result.get(4, TimeUnit.MINUTES).lines().toList();
    } finally {
      server.stop(0);
    }
  }

  /**
   * What a reader sees of a page first.
   *
   * @param page the page
   * @return the picture
   */
  BufferedImage picture(Path page) throws Exception {
    Path frame = folder.resolve("picture.html");
    Path picture = folder.resolve("picture.png");
    Files.writeString(
        frame,
        "<body style='margin: 0'><iframe src='%s' width='%d' height='%d' style='border: 0'>"
            .formatted(page.toUri(), WIDTH, HEIGHT));
    Process process =
        start("--screenshot=" + picture, "--window-size=800," + HEIGHT, frame.toUri().toString());
    try {
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("Chromium ends").isTrue();
    } finally {
      end(process);
    }
    return ImageIO.read(picture.toFile()).getSubimage(0, 0, WIDTH, HEIGHT);
  }

  private static void take(HttpExchange exchange, CompletableFuture<String> result)
      throws IOException {
    try (exchange) {
      result.complete(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      exchange.sendResponseHeaders(204, -1);
    }
  }

  private static void answer(HttpExchange exchange, Path site, String frames) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      Path file = site.resolve(path.substring(1)).normalize();
      if (!path.equals(FRAMES) && !Files.isRegularFile(file)) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      byte[] body =
          path.equals(FRAMES) ? frames.getBytes(StandardCharsets.UTF_8) : Files.readAllBytes(file);
      String ending = path.substring(path.lastIndexOf('.') + 1);
      exchange
          .getResponseHeaders()
          .set("Content-Type", TYPES.getOrDefault(ending, "application/octet-stream"));
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** Has Chromium show the page until there is a result. */
  private void show(String address, CompletableFuture<String> result) throws Exception {
    // Without the port it ends once the page is loaded.
    Process process = start("--remote-debugging-port=0", address);
    process.onExit().thenRun(() -> result.completeExceptionally(new IOException("Chromium ended")));
    try {
      result.handle((shown, failure) -> failure).get(4, TimeUnit.MINUTES);
    } finally {
      end(process);
    }
  }

  private Process start(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                chromium.toString(),
                "--headless",
                // Needed by root, as in a container; it shows pages of the test alone.
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-extensions",
                "--disable-sync",
                "--no-first-run",
                "--no-proxy-server",
                "--user-data-dir=" + folder.resolve("profile")));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("TMPDIR", folder.toString());
    return builder
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static void end(Process process) throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
  }
}
