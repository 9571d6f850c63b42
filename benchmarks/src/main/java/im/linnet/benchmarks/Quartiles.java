package im.linnet.benchmarks;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/**
 * The results of several rounds.
 *
 * @param low the first quartile
 * @param median the median
 * @param high the third quartile
 */
public record Quartiles(double low, double median, double high) {

  /**
   * Computes quartiles.
   *
   * @param results the results of the rounds, in any order; none gives {@code NaN}
   * @return their quartiles
   */
  public static Quartiles of(Collection<Double> results) {
    double[] sorted = results.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return new Quartiles(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75));
  }

  /**
   * The value that a share of all values is below.
   *
   * @param sorted the values, in ascending order
   * @param share from 0 to 1
   * @return the value, {@code NaN} if there is none
   */
  public static double at(double[] sorted, double share) {
    return sorted.length == 0
        ? Double.NaN
        : sorted[Math.min(sorted.length - 1, (int) (sorted.length * share))];
  }

  /**
   * The value that a share of all values is below.
   *
   * @param values the values, which are sorted here
   * @param share from 0 to 1
   * @return the value
   */
  public static double of(double[] values, double share) {
    Arrays.sort(values);
    return at(values, share);
  }

  /** {@return the cell of a table: median, then the quartiles} */
  public String cell() {
    return Double.isNaN(median)
        ? "-"
        : number(median) + " (" + number(low) + ".." + number(high) + ")";
  }

  private static String number(double value) {
    String format = value >= 100 ? "%,.0f" : value >= 1 ? "%.1f" : "%.3f";
    return String.format(Locale.ROOT, format, value);
  }
}
