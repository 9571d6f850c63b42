package im.linnet.testkit.server;

import im.linnet.testkit.tls.TestCertificate;
import im.linnet.testkit.tls.TestCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The common part of all servers: a folder, certificates, ports, and a process that can be
 * restarted.
 */
final class ServerSite {
  static final String DOMAIN = "localhost";
  static final String ANONYMOUS_DOMAIN = "anonymous.localhost";

  /**
   * Another process may take a free port before the server does, but hardly three times in a row.
   */
  private static final int ATTEMPTS = 3;

  private static final Duration LONGEST = Duration.ofDays(365);

  /** The maximum size of a client's stanza in bytes, unless set otherwise. */
  static final int LARGEST_STANZA = 256 * 1024;

  private static final int LEAST_STANZA = 10_000;

  private final Path folder;
  private final TestCertificates authority = TestCertificates.create();
  private final ServerLog log = new ServerLog();
  private final BiFunction<Path, Ports, Launch> set;
  private final int components;
  private Ports ports;
  private @Nullable ServerProcess process;

  /**
   * Creates the folder and starts the server.
   *
   * @param components how many ports for components are needed
   * @param set writes the configuration and returns how to start the server
   */
  ServerSite(String name, int components, BiFunction<Path, Ports, Launch> set) {
    this.set = set;
    this.components = components;
    this.ports = Ports.free(components);
    try {
      this.folder = Files.createTempDirectory("linnet-" + name + "-");
      authority.writeTrustAnchor(trustAnchorFile());
      // RSA: ejabberd finds no match for an EC key without its public point, which Java leaves out.
      TestCertificate certificate = authority.request().rsa().dns(DOMAIN, ANONYMOUS_DOMAIN).issue();
      certificate.writePem(folder.resolve("cert.pem"), folder.resolve("key.pem"));
      certificate.writePem(folder.resolve("both.pem"));
    } catch (IOException e) {
      throw new UncheckedIOException("no folder for " + name, e);
    }
    try {
      startSomewhere();
    } catch (RuntimeException e) {
      delete(folder);
      throw e;
    }
  }

  /** Checks a duration that a configuration states in seconds. */
  static Duration seconds(Duration value) {
    if (value.toSeconds() < 1 || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "value: %s (expected: PT1S to %s)".formatted(value, LONGEST));
    }
    return value;
  }

  /** Checks a duration of tokens (XEP-0484). */
  static Duration tokens(boolean supported, String server, Duration value) {
    if (!supported) {
      throw new IllegalStateException(
          "%s, as installed, has no tokens (expected: modern())".formatted(server));
    }
    return seconds(value);
  }

  /** Checks a maximum stanza size. */
  static int stanza(int bytes) {
    if (bytes < LEAST_STANZA) {
      throw new IllegalArgumentException(
          "bytes: %d (expected: >= %d)".formatted(bytes, LEAST_STANZA));
    }
    return bytes;
  }

  /** Checks a component's secret, which the configurations quote as it is. */
  static String lettersAndDigits(String secret) {
    if (!secret.matches("[A-Za-z0-9]+")) {
      throw new IllegalArgumentException("the secret has other characters than letters and digits");
    }
    return secret;
  }

  /** Which of the components it is. */
  static int indexOf(String host, Collection<String> components) {
    int index = List.copyOf(components).indexOf(host);
    if (index < 0) {
      throw new IllegalArgumentException(
          "host: %s (expected: one of %s)".formatted(host, components));
    }
    return index;
  }

  private void startSomewhere() {
    for (int attempt = 1; process == null; attempt++) {
      try {
        start();
      } catch (ServerLog.PortTakenException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        ports = Ports.free(components);
      }
    }
  }

  synchronized void start() {
    process = ServerProcess.start(folder, set.apply(folder, ports), log);
  }

  synchronized void stop() {
    if (process != null) {
      process.stop();
      process = null;
    }
  }

  synchronized void crash() {
    if (process != null) {
      process.crash();
      process = null;
    }
  }

  synchronized void restart() {
    stop();
    start();
  }

  synchronized void close() {
    if (process != null) {
      process.close();
      process = null;
    }
    delete(folder);
  }

  synchronized Ports ports() {
    return ports;
  }

  /** The server's current processes. */
  synchronized List<ProcessHandle> processes() {
    return process == null ? List.of() : process.processes();
  }

  Path folder() {
    return folder;
  }

  Path trustAnchorFile() {
    return folder.resolve("anchor.pem");
  }

  TestCertificates authority() {
    return authority;
  }

  List<String> log() {
    return log.lines();
  }

  static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the server's folder can't be deleted: " + folder, e);
    }
  }
}
