package im.linnet.benchmarks;

import java.time.Duration;

/** Where a long run is: one line that changes on a terminal, a line now and then elsewhere. */
public final class ProgressLine {

  private static final long BETWEEN = Duration.ofSeconds(10).toNanos();

  @SuppressWarnings("SystemConsoleNull") // From JDK 22 on the line changes in files too.
  private final boolean terminal = System.console() != null;

  private final long start = System.nanoTime();
  private long last = start - BETWEEN;

  /** A line that has not been written yet. */
  public ProgressLine() {}

  /** {@return how long the run has taken} */
  public Duration taken() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /**
   * Tells where the run is, if it is time to.
   *
   * @param text a short line
   */
  public void show(String text) {
    long now = System.nanoTime();
    if (terminal) {
      System.err.printf("\r\u001b[K%s, %d s", text, taken().toSeconds());
    } else if (now - last >= BETWEEN) {
      last = now;
      System.err.printf("%s, %d s%n", text, taken().toSeconds());
    }
  }

  /** Leaves the line, so that what is printed next stands on one of its own. */
  public void end() {
    if (terminal) {
      System.err.print("\r\u001b[K");
    }
  }
}
