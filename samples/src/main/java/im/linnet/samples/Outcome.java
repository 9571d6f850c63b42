package im.linnet.samples;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.ToIntFunction;

/**
 * How a sample ends: silently, or with one sentence and exit code 1, or 2 if its command line is
 * wrong.
 */
final class Outcome {

  private Outcome() {}

  /** A program that may fail. */
  interface Program {
    void run(Options options) throws Exception;
  }

  /** Reads the command line, runs the program and ends the JVM. */
  static void of(String[] arguments, String usage, List<Option> known, Program program) {
    of(arguments, usage, known, program, failure -> 1);
  }

  /**
   * As {@link #of(String[], String, List, Program)}, with exit codes of its own.
   *
   * @param code the exit code for a failure; not 0 or 2, which say something else
   */
  static void of(
      String[] arguments,
      String usage,
      List<Option> known,
      Program program,
      ToIntFunction<Throwable> code) {
    if (Arrays.asList(arguments).contains("--help")) {
      System.out.println(usage);
      System.exit(0);
    }
    try {
      program.run(Options.of(known, arguments));
      System.exit(0);
    } catch (UsageException wrong) {
      System.err.println(wrong.getMessage() + "; --help tells the options");
      System.exit(2);
    } catch (Exception failure) {
      Throwable cause =
          failure instanceof CompletionException && failure.getCause() != null
              ? failure.getCause()
              : failure;
      System.out.flush();
      System.err.println(cause.getMessage() == null ? cause.toString() : cause.getMessage());
      System.exit(code.applyAsInt(cause));
    }
  }
}
