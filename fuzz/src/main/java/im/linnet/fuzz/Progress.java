package im.linnet.fuzz;

import java.time.Duration;

/** One changing line on a terminal, an occasional line elsewhere. */
final class Progress {

  private static final long BETWEEN = Duration.ofSeconds(10).toNanos();

  @SuppressWarnings("SystemConsoleNull") // From JDK 22 on the line changes in files too.
  private final boolean terminal = System.console() != null;

  private final long start = System.nanoTime();
  private long last = start - BETWEEN;

  void show(String text) {
    long now = System.nanoTime();
    long seconds = Duration.ofNanos(now - start).toSeconds();
    if (terminal) {
      System.err.printf("\r\u001b[K%s, %d s", text, seconds);
    } else if (now - last >= BETWEEN) {
      last = now;
      System.err.printf("%s, %d s%n", text, seconds);
    }
  }

  void end() {
    if (terminal) {
      System.err.print("\r\u001b[K");
    }
  }
}
