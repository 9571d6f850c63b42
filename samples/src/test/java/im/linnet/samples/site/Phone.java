package im.linnet.samples.site;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Chromium with a window as narrow as that of a phone: a page of the test shows one page of the
 * site after the other in a frame of that width.
 *
 * @param chromium the program
 * @param folder a folder of its own
 */
record Phone(Path chromium, Path folder) {

  private static final int WIDTH = 360;
  private static final String FRAMES = "/_phone.html";
  private static final Pattern RESULT = Pattern.compile("(?s)<pre id=\"result\">(.*?)</pre>");

  private static final Map<String, String> TYPES =
      Map.of("html", "text/html", "css", "text/css", "js", "text/javascript", "txt", "text/plain");

  /** What a reader would have to scroll sideways for. What scrolls in itself may be wide. */
  private static final String PAGE =
      """
      <!doctype html>
      <meta charset="utf-8">
      <pre id="result"></pre>
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
            // Its page's search would keep Chromium waiting.
            frame.remove();
            document.getElementById('result').textContent =
              wide.join('\\n') + '\\n' + next + ' pages';
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
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> answer(exchange, site, PAGE.formatted(WIDTH, names)));
    server.start();
    try {
      return shown("http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), FRAMES));
    } finally {
      server.stop(0);
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

  /** The result in the page, once its script has ended. */
  private List<String> shown(String address) throws IOException, InterruptedException {
    Path output = folder.resolve("dom.html");
    ProcessBuilder builder =
        new ProcessBuilder(
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
            "--user-data-dir=" + folder.resolve("profile"),
            "--virtual-time-budget=600000",
            "--dump-dom",
            address);
    builder.environment().put("TMPDIR", folder.toString());
    Process process =
        builder
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(output.toFile())
            .start();
    try {
      if (!process.waitFor(4, TimeUnit.MINUTES)) {
        throw new AssertionError("Chromium did not end");
      }
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    Matcher result = RESULT.matcher(Files.readString(output));
    if (!result.find()) {
      throw new AssertionError("Chromium shows no result: " + Files.readString(output));
    }
    return result.group(1).strip().lines().toList();
  }
}
