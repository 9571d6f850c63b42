package im.linnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import im.linnet.testkit.small.SmallServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * 1,000 clients on virtual threads. Needs a JDK 25, so it is run by the profile {@code
 * virtual-threads} alone; {@code -Dlinnet.jdk25=FOLDER} says where that is.
 */
@EnabledIfSystemProperty(
    named = "linnet.virtual-threads",
    matches = "true",
    disabledReason = "mvn -Pvirtual-threads runs it")
@Timeout(360)
class VirtualThreadsIT {

  private static final int CLIENTS = 1_000;
  private static final long LIMIT_SECONDS = 300;

  /** Where packages of distributions put JDKs. */
  private static final Path INSTALLED = Path.of("/usr/lib/jvm");

  @TempDir private Path folder;

  /**
   * With two carriers and no spare ones, a virtual thread that kept its carrier while it waits
   * would stop all the others.
   */
  @Test
  void wait_in_join_everywhere_without_a_platform_thread_of_their_own() throws Exception {
    Path jdk = jdk25();
    Path trusted = folder.resolve("ca.pem");
    try (SmallServer server = SmallServer.builder().user("juliet", "secret").start()) {
      server.authority().writeTrustAnchor(trusted);

      List<String> output =
          run(jdk, Integer.toString(CLIENTS), "" + server.starttlsPort(), trusted.toString());

      assertThat(output).contains("Ended well: " + CLIENTS).contains("Pinned while waiting: 0");
      assertThat(platformThreads(output)).isBetween(1, 100);
    }
  }

  private static int platformThreads(List<String> output) {
    return output.stream()
        .filter(line -> line.startsWith("Platform threads: "))
        .map(line -> Integer.parseInt(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0);
  }

  private static Path jdk25() throws IOException {
    String named = System.getProperty("linnet.jdk25");
    Optional<Path> jdk = named == null ? installed() : Optional.of(Path.of(named));
    if (jdk.isEmpty()) {
      System.err.println("NOTICE: no JDK 25 in " + INSTALLED + ": virtual threads are not tested");
    }
    assumeTrue(jdk.isPresent(), "No JDK 25 in " + INSTALLED + "; name one by -Dlinnet.jdk25=");
    return jdk.orElseThrow();
  }

  private static Optional<Path> installed() throws IOException {
    if (!Files.isDirectory(INSTALLED)) {
      return Optional.empty();
    }
    try (Stream<Path> all = Files.list(INSTALLED)) {
      return all.filter(VirtualThreadsIT::is25).findFirst();
    }
  }

  private static boolean is25(Path jdk) {
    Path release = jdk.resolve("release");
    try {
      return Files.isRegularFile(release)
          && Files.readAllLines(release).stream()
              .anyMatch(line -> line.startsWith("JAVA_VERSION=\"25"));
    } catch (IOException unreadable) {
      return false;
    }
  }

  private static List<String> run(Path jdk, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(jdk.resolve("bin/java").toString());
    command.addAll(List.of("-Xmx512m", "-Djdk.virtualThreadScheduler.parallelism=2"));
    command.add("-Djdk.virtualThreadScheduler.maxPoolSize=2");
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    command.addAll(List.of("-cp", classPath, ThousandClients.class.getName()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process
        .onExit()
        .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
        .exceptionally(tooLate -> process.destroyForcibly());
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      return output.lines().toList();
    }
  }
}
