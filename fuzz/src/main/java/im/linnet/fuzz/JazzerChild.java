package im.linnet.fuzz;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A JVM with Jazzer, which fuzzes one target for a time or until it can't go on. */
final class JazzerChild {

  private static final int SECONDS_EACH = 60;
  private static final int LARGEST = 8192;
  private static final Pattern STATUS =
      Pattern.compile("#([0-9]+)\\s+[A-Za-z]+ .*cov: ([0-9]+) .*exec/s: ([0-9]+).*");
  private static final Pattern DONE = Pattern.compile("Done ([0-9]+) runs in .*");
  private static final Pattern FINDING =
      Pattern.compile("== (Java Exception: .*)|.*(ERROR: libFuzzer: .*)|.*(OutOfMemoryError.*)");
  private static final Pattern INPUT = Pattern.compile(".*Test unit written to (\\S+).*");

  private final Targets target;
  private final Path folder;
  private final long before;
  private final int known;
  private final List<String> findings = new ArrayList<>();
  private final Progress progress = new Progress();
  private long executions;
  private Duration cpu = Duration.ZERO;

  JazzerChild(Targets target, Path folder, long before, int known) {
    this.target = target;
    this.folder = folder;
    this.before = before;
    this.known = known;
  }

  long executions() {
    return executions;
  }

  Duration cpu() {
    return cpu;
  }

  List<String> findings() {
    return findings;
  }

  void run(Duration time) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command(time)).redirectErrorStream(true).start();
    Thread killer = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(killer);
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        Writer log =
            Files.newBufferedWriter(
                folder.resolve("log"), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        log.append(line).append('\n').flush();
        cpu = process.info().totalCpuDuration().orElse(cpu);
        read(line);
      }
      process.waitFor();
    } finally {
      process.destroyForcibly();
      Runtime.getRuntime().removeShutdownHook(killer);
      progress.end();
    }
  }

  private void read(String line) {
    Matcher status = STATUS.matcher(line);
    if (status.matches()) {
      executions = Math.max(executions, Long.parseLong(status.group(1)));
      progress.show(
          "%s: %,d executions, %s a second, %s places reached, %d findings"
              .formatted(
                  target.text(),
                  before + executions,
                  status.group(3),
                  status.group(2),
                  known + findings.size()));
    }
    Matcher done = DONE.matcher(line);
    if (done.matches()) {
      executions = Long.parseLong(done.group(1));
    }
    Matcher finding = FINDING.matcher(line);
    if (finding.matches()) {
      findings.add("FINDING " + target.text() + ": " + line.strip());
    }
    Matcher input = INPUT.matcher(line);
    if (input.matches() && !findings.isEmpty()) {
      int last = findings.size() - 1;
      findings.set(last, findings.get(last) + "\n  in " + input.group(1));
    }
  }

  private List<String> command(Duration time) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx1g",
            "-XX:+UseSerialGC",
            "-XX:-OmitStackTraceInFastThrow",
            "-Dio.netty.leakDetection.level=paranoid",
            "-Dslf4j.provider=" + LogWatch.class.getName(),
            "-Dslf4j.internal.verbosity=ERROR",
            "-cp",
            System.getProperty("java.class.path"),
            "com.code_intelligence.jazzer.Jazzer",
            "--target_class=" + JazzerEntry.class.getName(),
            "--target_args=" + target.text(),
            "--instrumentation_includes=im.linnet.**",
            // What checks must not guide: it would lead to the secrets.
            "--instrumentation_excludes=im.linnet.fuzz.**:im.linnet.test.**:im.linnet.testkit.**",
            "--custom_hook_includes=im.linnet.**",
            "--custom_hook_excludes=im.linnet.fuzz.**:im.linnet.test.**:im.linnet.testkit.**",
            "--keep_going=1000",
            "--reproducer_path=" + folder.resolve("findings"),
            "-max_total_time=" + Math.max(1, time.toSeconds()),
            "-timeout=" + SECONDS_EACH,
            "-rss_limit_mb=3000",
            "-max_len=" + LARGEST,
            "-dict=" + folder.resolve("words"),
            "-artifact_prefix=" + folder.resolve("findings") + "/",
            folder.resolve("corpus").toString(),
            folder.resolve("seeds").toString()));
    return command;
  }
}
