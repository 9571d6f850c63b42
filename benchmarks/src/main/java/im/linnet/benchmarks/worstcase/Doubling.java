package im.linnet.benchmarks.worstcase;

import im.linnet.benchmarks.Cost;
import im.linnet.benchmarks.worstcase.Nasty.Growth;
import java.util.Locale;

/**
 * One input and one twice as large.
 *
 * @param input what it is
 * @param size the smaller size, in its own units
 * @param bytes of the larger one
 * @param half the cost of the smaller one
 * @param whole the cost of the larger one
 */
record Doubling(Nasty input, int size, long bytes, Cost half, Cost whole) {

  /** More than this is not linear. */
  static final double MOST = 2.3;

  /** What is refused may cost this much more, for lengths in messages and the like. */
  static final double CONSTANT = 1.1;

  /** Below, a time says nothing. */
  private static final double LEAST_NANOS = 20e6;

  /** Below, what the rest of a client allocates decides. */
  private static final double LEAST_BYTES = 256 * 1024;

  /** How many times as long. */
  double time() {
    return whole.nanos() / half.nanos();
  }

  /** How many times as many bytes of heap. */
  double allocation() {
    return whole.allocated() / half.allocated();
  }

  /** Whether this says that the cost grows too fast. */
  boolean isTooMuch() {
    return isTooSlow() || isTooLarge();
  }

  private boolean isTooSlow() {
    return half.nanos() >= LEAST_NANOS && time() > MOST;
  }

  private boolean isTooLarge() {
    double most = input.growth() == Growth.CONSTANT_MEMORY ? CONSTANT : MOST;
    return whole.allocated() > half.allocated() * most + LEAST_BYTES;
  }

  /** One row of the table. */
  String row() {
    return String.format(
        Locale.ROOT,
        "| %s | %,d | %,d | %.1f | %.1f | %.1f | %.2f | %.2f | %s |",
        input.name(),
        size * 2,
        bytes,
        whole.nanos() / 1e6,
        whole.nanos() / bytes,
        whole.allocated() / bytes,
        time(),
        allocation(),
        isTooMuch() ? "above" : "");
  }

  /** The head of the table. */
  static String head() {
    return "| input | size | bytes | ms | ns a byte | bytes of heap a byte | time ratio"
        + " | allocation ratio | |\n|---|--:|--:|--:|--:|--:|--:|--:|---|";
  }
}
