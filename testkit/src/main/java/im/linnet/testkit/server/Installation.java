package im.linnet.testkit.server;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The programs installed on this machine, and the reaction to missing ones. */
final class Installation {
  private static final Logger LOG = LoggerFactory.getLogger(Installation.class);
  private static final String POLICY = "linnet.servers";

  private Installation() {}

  /** The program of that name on the PATH. */
  static Optional<Path> program(String name) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** The first entry of the folder that matches the glob. */
  static Optional<Path> entry(Path folder, String glob) {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, glob)) {
      for (Path entry : entries) {
        return Optional.of(entry);
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("can't list " + folder, e);
    }
  }

  /**
   * Logs a warning if something is missing and returns it as the reason to skip.
   *
   * @throws IllegalStateException if something is missing and the system property {@code
   *     linnet.servers} is {@code required}
   */
  static Optional<String> reasonToSkip(String server, Optional<String> missing) {
    Optional<String> reason = missing.map(what -> server + " is not installed here: " + what);
    reason.ifPresent(
        text -> {
          if (System.getProperty(POLICY, "auto").equals("required")) {
            throw new IllegalStateException(
                text + "; install it, or run without -D" + POLICY + "=required");
          }
          LOG.warn("SKIPPED: {}; -D{}=required makes this a failure", text, POLICY);
        });
    return reason;
  }
}
