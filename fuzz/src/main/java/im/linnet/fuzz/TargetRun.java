package im.linnet.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A target in its folder: {@code seeds}, {@code corpus} with the inputs that have reached something
 * new, {@code findings} with those that broke something, and the {@code log}.
 */
final class TargetRun {

  /** A JVM that ends early, for instance as an input took too long, is followed by another. */
  private static final int MOST_JVMS = 50;

  private static final Duration TOO_SHORT = Duration.ofSeconds(2);
  private static final double MINUTE = 60e9;

  private final Targets target;
  private final Path folder;
  private final List<String> findings = new ArrayList<>();
  private long executions;
  private Duration cpu = Duration.ZERO;

  TargetRun(Targets target, Path folder) {
    this.target = target;
    this.folder = folder;
  }

  /** Fuzzes for a time. */
  void go(Duration time) throws IOException, InterruptedException {
    prepare();
    long end = System.nanoTime() + time.toNanos();
    for (int jvms = 0; jvms < MOST_JVMS; jvms++) {
      Duration left = Duration.ofNanos(end - System.nanoTime());
      if (left.compareTo(TOO_SHORT) < 0) {
        return;
      }
      JazzerChild child = new JazzerChild(target, folder, executions, findings.size());
      child.run(left);
      executions += child.executions();
      cpu = cpu.plus(child.cpu());
      findings.addAll(child.findings());
    }
  }

  private void prepare() throws IOException {
    for (String name : List.of("seeds", "corpus", "findings")) {
      Files.createDirectories(folder.resolve(name));
    }
    int number = 0;
    for (Map.Entry<String, byte[]> seed : Seeds.of(target).entrySet()) {
      Files.write(folder.resolve("seeds").resolve("%03d".formatted(number++)), seed.getValue());
    }
    Files.writeString(folder.resolve("words"), Dictionary.of(Seeds.words()));
  }

  /** What was found. */
  List<String> findings() {
    return findings;
  }

  /** One row of the table. */
  String row() {
    return String.format(
        Locale.ROOT,
        "| %s | %,d | %.1f | %,d | %d |",
        target.text(),
        executions,
        cpu.toNanos() / MINUTE,
        kept(),
        findings.size());
  }

  private long kept() {
    try (Stream<Path> files = Files.list(folder.resolve("corpus"))) {
      return files.count();
    } catch (IOException unreadable) {
      return 0;
    }
  }
}
