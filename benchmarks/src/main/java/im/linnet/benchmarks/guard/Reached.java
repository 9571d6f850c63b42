package im.linnet.benchmarks.guard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Properties;

/**
 * The figures that were reached, in {@code reached.properties}. Of all of them less is better.
 *
 * @param figures the names and values
 */
record Reached(Properties figures) {

  private static final String FILE = "reached.properties";

  /** How much worse a figure may be than the one reached. */
  private static final double TOLERANCE = 1.1;

  /** For figures near zero: bytes, or shares, that say nothing. */
  private static final double NOTHING = 0.05;

  /** A figure as it is now, beside what was reached. */
  record Compared(String name, double reached, double now) {

    /** Whether it has become worse by more than a tenth. */
    boolean isWorse() {
      return now > reached * TOLERANCE + NOTHING;
    }

    /** Whether it is better by more than a tenth, so that the file can ask for more. */
    boolean isBetter() {
      return now * TOLERANCE + NOTHING < reached;
    }

    /** One row of a table. */
    String row() {
      String verdict = isWorse() ? "WORSE" : isBetter() ? "better: tighten " + FILE : "";
      return String.format(Locale.ROOT, "| %s | %.2f | %.2f | %s |", name, reached, now, verdict);
    }
  }

  /** Reads the file. */
  static Reached load() {
    Properties figures = new Properties();
    try (InputStream file = Reached.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException(FILE + " is missing beside " + Reached.class);
      }
      figures.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(FILE, e);
    }
    return new Reached(figures);
  }

  /**
   * Compares a figure.
   *
   * @throws IllegalStateException if the file does not have it
   */
  Compared compare(String name, double now) {
    String reached = figures.getProperty(name);
    if (reached == null) {
      throw new IllegalStateException(
          String.format(Locale.ROOT, "%s has no figure; add: %s=%.2f", FILE, name, now));
    }
    return new Compared(name, Double.parseDouble(reached), now);
  }
}
