package im.linnet.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A child JVM that carries out orders: one line on its standard input, one line of numbers in
 * return. It ends with this JVM, because its standard input is then closed.
 */
public final class ChildJvm implements AutoCloseable {

  private static final String ANSWER = "= ";

  /** The task of a child. An exception ends the child and appears on this JVM's standard error. */
  @FunctionalInterface
  public interface Orders {

    /**
     * Carries out one order.
     *
     * @param words the words of the order
     * @return the results
     * @throws Exception if it can't be carried out
     */
    double[] carryOut(List<String> words) throws Exception;
  }

  private final Process process;
  private final PrintWriter orders;
  private final BufferedReader answers;
  private final String name;

  private ChildJvm(String name, Process process) {
    this.name = name;
    this.process = process;
    this.orders = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Starts a child on the same class path.
   *
   * @param main its main class, which must call {@link #obey}
   * @param options of the JVM
   * @param arguments of the main class
   * @return the child, to be closed
   */
  public static ChildJvm start(Class<?> main, List<String> options, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      return new ChildJvm(main.getSimpleName() + " " + String.join(" ", arguments), process);
    } catch (IOException e) {
      throw new UncheckedIOException("No JVM for " + main, e);
    }
  }

  /**
   * Sends an order and waits for the results.
   *
   * @param order the order, in one line
   * @return the results
   * @throws IllegalStateException if the child has ended
   */
  public double[] ask(String order) {
    orders.println(order);
    try {
      String line = answers.readLine();
      while (line != null && !line.startsWith(ANSWER)) {
        line = answers.readLine();
      }
      if (line == null) {
        throw new IllegalStateException(name + " ended instead of doing: " + order);
      }
      String numbers = line.substring(ANSWER.length()).trim();
      return numbers.isEmpty()
          ? new double[0]
          : Arrays.stream(numbers.split(" ")).mapToDouble(Double::parseDouble).toArray();
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  /**
   * The child's side: carries out orders until its standard input ends.
   *
   * @param orders carries out the orders
   */
  public static void obey(Orders orders) {
    int status = 0;
    try (BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        StringBuilder answer = new StringBuilder(ANSWER);
        for (double number : orders.carryOut(List.of(line.split(" ")))) {
          answer.append(number).append(' ');
        }
        System.out.println(answer);
      }
    } catch (Throwable failure) {
      failure.printStackTrace();
      status = 1;
    }
    // Does not wait for threads that a library left behind.
    Runtime.getRuntime().halt(status);
  }

  /** Ends the child as by {@code kill -9}. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Ends the child, which may take as long as it wants for what it does at its end. */
  public void finish() {
    orders.close();
    process.onExit().join();
  }

  /** Ends the child. */
  @Override
  public void close() {
    orders.close();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
