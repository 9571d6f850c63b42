package im.linnet.samples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The JVM of a {@link FleetMember}, with the last figures that it printed. */
final class FleetChild implements AutoCloseable {

  private static final List<String> JVM =
      List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  /**
   * Figures of a node.
   *
   * @param online sessions that can send
   * @param resumed streams continued
   * @param nodes members that it knows, itself included
   * @param covered whether another node has a copy of each of its streams
   */
  record Figures(int online, int resumed, int nodes, boolean covered) {}

  private final String name;
  private final Process process;
  private volatile Figures figures = new Figures(0, 0, 0, false);

  private FleetChild(String name, Process process) {
    this.name = name;
    this.process = process;
    Thread reader = new Thread(this::read, "figures of " + name);
    reader.setDaemon(true);
    reader.start();
  }

  static FleetChild start(String name, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), FleetMember.class.getName()));
    command.addAll(arguments);
    try {
      return new FleetChild(
          name, new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start());
    } catch (IOException e) {
      throw new UncheckedIOException("No JVM for " + name, e);
    }
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(" ");
        if (words[0].equals(FleetMember.FIGURES) && words.length == 5) {
          figures =
              new Figures(
                  Integer.parseInt(words[1]),
                  Integer.parseInt(words[2]),
                  Integer.parseInt(words[3]),
                  words[4].equals("1"));
        }
      }
    } catch (IOException ended) {
      // The process is gone, and with it what it would have printed.
    }
  }

  String name() {
    return name;
  }

  /** Its last figures; none are online once it has ended. */
  Figures figures() {
    Figures last = figures;
    return process.isAlive() ? last : new Figures(0, last.resumed, 0, false);
  }

  /** Whether it runs. */
  boolean isAlive() {
    return process.isAlive();
  }

  /** As by {@code kill -9}. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** As by {@code kill}: it leaves. {@return done when it has ended} */
  CompletableFuture<Process> end() {
    // Process.destroy() would also close its standard input, as if this program had ended.
    process.toHandle().destroy();
    return process.onExit();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
