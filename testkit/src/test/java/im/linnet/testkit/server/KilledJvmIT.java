package im.linnet.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A test run that is killed by SIGKILL can't clean up, and still leaves nothing behind. */
@Timeout(120)
class KilledJvmIT {

  @ParameterizedTest
  @MethodSource("im.linnet.testkit.server.ServerKind#real")
  void a_server_ends_with_a_killed_jvm(ServerKind server) throws Exception {
    server.reasonToSkip().ifPresent(Assumptions::abort);
    Process jvm = jvm(server);
    try (BufferedReader output = jvm.inputReader(StandardCharsets.UTF_8)) {
      Path folder = folder(output);
      List<ProcessHandle> started = jvm.descendants().toList();
      assertThat(Leftovers.of(folder)).hasSizeGreaterThanOrEqualTo(2);

      jvm.destroyForcibly().waitFor();

      for (ProcessHandle process : started) {
        process.onExit().get(30, TimeUnit.SECONDS);
      }
      assertThat(Leftovers.of(folder)).isEmpty();
      assertThat(Leftovers.epmd()).isEmpty();
      assertThat(folder).doesNotExist();
    } finally {
      jvm.destroyForcibly();
    }
  }

  private static Process jvm(ServerKind server) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return new ProcessBuilder(
            java, "-Xmx64m", "-cp", classPath, KilledMain.class.getName(), server.name())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static Path folder(BufferedReader output) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith("folder=")) {
        return Path.of(line.substring("folder=".length()));
      }
    }
    throw new AssertionError("the JVM ended without a server");
  }
}
