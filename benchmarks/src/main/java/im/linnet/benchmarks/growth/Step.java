package im.linnet.benchmarks.growth;

import im.linnet.benchmarks.Cost;
import java.util.Locale;

/**
 * From one size to the next.
 *
 * @param name of the series
 * @param size the smaller size
 * @param next the larger one
 * @param before the cost of a round with the smaller size
 * @param after that with the larger one
 */
record Step(String name, int size, int next, Cost before, Cost after) {

  /** Twice as much of something then costs 2.07 times as much. */
  private static final double MOST = 1.05;

  /** The power of the size with which the time grows. */
  double time() {
    return exponent(before.nanos(), after.nanos());
  }

  /** The power of the size with which the allocated bytes grow. */
  double allocation() {
    return exponent(before.allocated(), after.allocated());
  }

  private double exponent(double small, double large) {
    return Math.log(large / small) / Math.log((double) next / size);
  }

  /** Whether the cost grows faster than the size. */
  boolean isTooMuch() {
    return time() > MOST || allocation() > MOST;
  }

  /** One row of the table. */
  String row() {
    return String.format(
        Locale.ROOT,
        "| %s | %,d | %,.1f | %,.0f | %.2f | %.2f |",
        name,
        next,
        after.nanos() / 1e3,
        after.allocated(),
        time(),
        allocation());
  }

  /** The row of a step from the first size to the last. */
  String wholeRow() {
    return String.format(
        Locale.ROOT,
        "| %s | %,d to %,d | | | **%.2f** | **%.2f** |",
        name,
        size,
        next,
        time(),
        allocation());
  }

  /** The row of the smallest size. */
  String firstRow() {
    return String.format(
        Locale.ROOT,
        "| %s | %,d | %,.1f | %,.0f | | |",
        name,
        size,
        before.nanos() / 1e3,
        before.allocated());
  }

  /** The head of the table. */
  static String head() {
    return "| what | size | us of CPU a round | bytes of heap a round | exponent of the time"
        + " | of the bytes |\n|---|--:|--:|--:|--:|--:|";
  }
}
