package im.linnet.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A sample as its users run it: a process of its own, on the module path. */
final class SampleProcess implements AutoCloseable {

  private static final long LIMIT_SECONDS = 60;

  private final Process process;
  private final Writer input;
  private final Thread reader = new Thread(this::read, "sample-output");
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

  private SampleProcess(Process process) {
    this.process = process;
    this.input = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
    reader.setDaemon(true);
    reader.start();
  }

  static SampleProcess start(String main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    command.add("-Dfile.encoding=UTF-8");
    command.add("-Dstdout.encoding=UTF-8");
    command.addAll(List.of("--module-path", System.getProperty("linnet.samples.lib", "")));
    command.addAll(List.of("--module", "im.linnet.samples/im.linnet.samples." + main));
    command.addAll(List.of(arguments));
    return new SampleProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  private void read() {
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        seen.add(line);
        lines.add(line);
      }
    } catch (IOException gone) {
      lines.add("(the output broke: " + gone.getMessage() + ")");
    }
  }

  /** The next line of output that is of a kind; those before it are passed over. */
  String await(Predicate<String> wanted) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (true) {
      String line = lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (line == null) {
        throw new AssertionError("That line did not come; what did: " + seen);
      }
      if (wanted.test(line)) {
        return line;
      }
    }
  }

  void type(String line) throws IOException {
    input.write(line + "\n");
    input.flush();
  }

  void endInput() throws IOException {
    input.close();
  }

  /** Waits for the end, which is to have that exit code, and for all output. */
  void assertEnds(int exitCode) throws InterruptedException {
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("The sample did not end; its output: " + seen);
    }
    reader.join();
    assertThat(process.exitValue()).as("exit code after %s", seen).isEqualTo(exitCode);
  }

  List<String> output() {
    return List.copyOf(seen);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
