package im.linnet.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A program as its users run it: a JVM of its own. */
public final class JavaProcess implements AutoCloseable {

  private static final long LIMIT_SECONDS = 100;

  private final Process process;
  private final Writer input;
  private final Thread reader = new Thread(this::read, "program-output");
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

  private JavaProcess(Process process) {
    this.process = process;
    this.input = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts a sample, on the module path. */
  static JavaProcess sample(String main, String... arguments) throws IOException {
    return start(Path.of(""), ofSample(main, arguments));
  }

  /** Starts a sample with an environment variable. */
  static JavaProcess sampleWith(String variable, String value, String main, String... arguments)
      throws IOException {
    ProcessBuilder builder = builder(Path.of(""), ofSample(main, arguments));
    builder.environment().put(variable, value);
    return new JavaProcess(builder.start());
  }

  /** Starts a sample where no program is installed. */
  static JavaProcess sampleWithoutPrograms(String main, String... arguments) throws IOException {
    ProcessBuilder builder = builder(Path.of(""), ofSample(main, arguments));
    builder.environment().put("PATH", "");
    return new JavaProcess(builder.start());
  }

  private static List<String> ofSample(String main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("--module-path", System.getProperty("linnet.samples.lib", "")));
    command.addAll(List.of("--module", "im.linnet.samples/im.linnet.samples." + main));
    command.addAll(List.of(arguments));
    return command;
  }

  /**
   * Starts a program.
   *
   * @param folder where it runs
   * @param arguments what follows {@code java} on the command line
   */
  public static JavaProcess start(Path folder, List<String> arguments) throws IOException {
    return new JavaProcess(builder(folder, arguments).start());
  }

  private static ProcessBuilder builder(Path folder, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m"));
    command.addAll(List.of("-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8"));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    return builder.directory(folder.toAbsolutePath().toFile());
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
  public String await(Predicate<String> wanted) throws InterruptedException {
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

  public void type(String line) throws IOException {
    input.write(line + "\n");
    input.flush();
  }

  public void endInput() throws IOException {
    input.close();
  }

  /**
   * What Ctrl-C does. Where SIGINT is ignored, as in what a script runs in the background, SIGTERM,
   * which a JVM heeds in the same way.
   *
   * @return the exit code that it leads to
   */
  public int interrupt() throws IOException, InterruptedException {
    boolean ignored = ignoresInterrupts();
    String signal = ignored ? "-TERM" : "-INT";
    new ProcessBuilder("kill", signal, Long.toString(process.pid())).inheritIO().start().waitFor();
    return ignored ? 128 + 15 : 128 + 2;
  }

  /** Whether this JVM's children are born deaf to SIGINT; Linux alone can tell. */
  private static boolean ignoresInterrupts() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return false;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
  }

  /** Waits for the end, which is to have that exit code, and for all output. */
  public void assertEnds(int exitCode) throws InterruptedException {
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("The program did not end; its output: " + seen);
    }
    reader.join();
    assertThat(process.exitValue()).as("exit code after %s", seen).isEqualTo(exitCode);
  }

  public List<String> output() {
    return List.copyOf(seen);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
