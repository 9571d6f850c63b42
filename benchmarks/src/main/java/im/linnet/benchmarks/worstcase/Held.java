package im.linnet.benchmarks.worstcase;

import java.util.Locale;

/**
 * What a client still holds after a flood, and after one twice as long.
 *
 * @param input the flood
 * @param half bytes of heap after the shorter one
 * @param whole bytes of heap after the longer one
 */
record Held(Nasty input, double half, double whole) {

  private static final int SIZE = 64_000;
  private static final int COLLECTIONS = 3;

  /** A quarter of a KB for each further stanza; queues are more or less full by chance. */
  private static final double MOST_MORE = 16e6;

  /** Runs both floods. */
  static Held of(Nasty input) throws Exception {
    return new Held(input, after(input, SIZE), after(input, 2 * SIZE));
  }

  private static double after(Nasty input, int size) throws Exception {
    try (Nasty.Prepared prepared = input.maker().prepare(size)) {
      long before = used();
      prepared.read();
      return Math.max(0, used() - before);
    }
  }

  private static long used() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    Runtime machine = Runtime.getRuntime();
    return machine.totalMemory() - machine.freeMemory();
  }

  /** Whether it holds more because the flood was longer. */
  boolean isTooMuch() {
    return whole > half + MOST_MORE;
  }

  /** One row of the table. */
  String row() {
    return String.format(
        Locale.ROOT,
        "| %s | %.1f | %.1f | %s |",
        input.name(),
        half / 1e6,
        whole / 1e6,
        isTooMuch() ? "above" : "");
  }

  /** The head of the table. */
  static String head() {
    return "| flood | MB held after %,d | after %,d | |\n|---|--:|--:|---|"
        .formatted(SIZE, 2 * SIZE);
  }
}
