package im.linnet.benchmarks;

import java.time.Duration;

/** The progress of a long run: one changing line on a terminal, an occasional line elsewhere. */
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
   * Shows the progress if an update is due.
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

  /** Ends the line, so that the next output starts on a new one. */
  public void end() {
    if (terminal) {
      System.err.print("\r\u001b[K");
    }
  }
}
