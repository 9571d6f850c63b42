package im.linnet.trace.browser;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process of the browser. */
final class Chromium implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Chromium.class);
  private static final String LISTENING = "DevTools listening on ";
  private static final long LIMIT_SECONDS = 120;

  private final Process process;
  private final URI address;

  private Chromium(Process process, URI address) {
    this.process = process;
    this.address = address;
  }

  /** The program, where it is installed. */
  static Optional<Path> program() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .flatMap(folder -> Stream.of("chromium", "chromium-browser").map(n -> Path.of(folder, n)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * The reason to skip tests, which is logged; empty if there is none.
   *
   * @throws IllegalStateException if there is one and the system property {@code linnet.servers} is
   *     {@code required}
   */
  static Optional<String> reasonToSkip() {
    if (program().isPresent()) {
      return Optional.empty();
    }
    String reason = "Chromium is not installed here: there is no chromium on the PATH";
    if (System.getProperty("linnet.servers", "auto").equals("required")) {
      throw new IllegalStateException(
          reason + "; install it, or run without -Dlinnet.servers=required");
    }
    LOG.warn("SKIPPED: {}; -Dlinnet.servers=required makes this a failure", reason);
    return Optional.of(reason);
  }

  static Chromium start(Path profile) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            program().orElseThrow().toString(),
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
            "--force-device-scale-factor=1",
            "--remote-debugging-port=0",
            "--user-data-dir=" + profile,
            "about:blank");
    // Else it would leave a folder in that of the machine when it is ended.
    builder.environment().put("TMPDIR", profile.toString());
    Process process = builder.redirectErrorStream(true).start();
    CompletableFuture<URI> address = new CompletableFuture<>();
    Thread reader = new Thread(() -> read(process, address), "chromium-output");
    reader.setDaemon(true);
    reader.start();
    try {
      return new Chromium(process, address.get(LIMIT_SECONDS, TimeUnit.SECONDS));
    } catch (Exception e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /** Reads all output, so that the browser never waits for a reader. */
  private static void read(Process process, CompletableFuture<URI> address) {
    StringBuilder seen = new StringBuilder();
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith(LISTENING)) {
          address.complete(URI.create(line.substring(LISTENING.length()).strip()));
        } else if (!address.isDone()) {
          seen.append(line).append('\n');
        }
      }
    } catch (IOException ended) {
      LOG.debug("The output of Chromium ended", ended);
    }
    address.completeExceptionally(new IllegalStateException("Chromium did not start:\n" + seen));
  }

  /** Where its DevTools are. */
  URI address() {
    return address;
  }

  @Override
  public void close() {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    process.destroy();
    process.onExit().completeOnTimeout(process, LIMIT_SECONDS, TimeUnit.SECONDS).join();
    for (ProcessHandle each : all) {
      each.destroyForcibly();
      each.onExit().orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
    }
  }
}
