package im.linnet.fleet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** An {@link EchoNode} as a process. */
final class EchoProcess implements AutoCloseable {

  private final Process process;
  private final List<Line> lines = new CopyOnWriteArrayList<>();

  /** What it printed, and when that was read. */
  record Line(String text, long nanos) {}

  EchoProcess(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m", "-cp"));
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(EchoNode.class.getName());
    command.addAll(arguments);
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    Thread reader = new Thread(this::read, "echo-output");
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        say(line);
      }
    } catch (IOException ended) {
      say("The output ended: " + ended);
    }
  }

  private void say(String text) {
    lines.add(new Line(text, System.nanoTime()));
  }

  boolean printed(String part) {
    return count(part) > 0;
  }

  long count(String part) {
    return lines.stream().filter(line -> line.text().contains(part)).count();
  }

  List<String> lines() {
    return lines.stream().map(Line::text).toList();
  }

  /** What it printed after a time. */
  List<Line> since(long nanos) {
    return lines.stream().filter(line -> line.nanos() - nanos >= 0).toList();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  int exitCode() throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("The node does not end: " + lines());
    }
    return process.exitValue();
  }

  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
        .inheritIO()
        .start()
        .waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
