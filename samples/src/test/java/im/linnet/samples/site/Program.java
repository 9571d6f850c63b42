package im.linnet.samples.site;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A program that a test needs and that may not be installed. */
final class Program {

  private static final Logger LOG = LoggerFactory.getLogger(Program.class);

  private Program() {}

  /**
   * Finds a program; without it the test is skipped, or fails with {@code
   * -Dlinnet.servers=required}.
   *
   * @param name its name, which is also that of its package
   */
  static Path of(String name) {
    Optional<Path> found =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .map(folder -> Path.of(folder, name))
            .filter(Files::isExecutable)
            .findFirst();
    String reason = "%s is not installed here: apt-get install %s".formatted(name, name);
    if (found.isEmpty() && System.getProperty("linnet.servers", "auto").equals("required")) {
      throw new IllegalStateException(
          reason + "; install it, or run without -Dlinnet.servers=required");
    }
    if (found.isEmpty()) {
      LOG.warn("SKIPPED: {}; -Dlinnet.servers=required makes this a failure", reason);
    }
    assumeTrue(found.isPresent(), reason);
    return found.orElseThrow();
  }
}
