package im.linnet.samples;

import java.util.concurrent.CompletionException;

/** How a sample ends: silently, or with one sentence and exit code 1. */
final class Outcome {

  private Outcome() {}

  /** A program that may fail. */
  interface Program {
    void run() throws Exception;
  }

  static void of(Program program) {
    try {
      program.run();
      System.exit(0);
    } catch (Exception failure) {
      Throwable cause =
          failure instanceof CompletionException && failure.getCause() != null
              ? failure.getCause()
              : failure;
      System.out.flush();
      System.err.println(cause.getMessage() == null ? cause.toString() : cause.getMessage());
      System.exit(1);
    }
  }
}
