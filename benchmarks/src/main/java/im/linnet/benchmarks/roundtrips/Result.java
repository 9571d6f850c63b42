package im.linnet.benchmarks.roundtrips;

import im.linnet.benchmarks.Quartiles;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What became of one way to sign in with one library. */
sealed interface Result {

  /** The cell of the table. */
  String cell();

  /** The end of the result line. */
  String values();

  /**
   * It was done.
   *
   * @param trips at least one, all alike
   */
  record Done(List<Trip> trips) implements Result {

    private double median(java.util.function.ToDoubleFunction<Trip> number) {
      return Quartiles.of(trips.stream().map(number::applyAsDouble).toList()).median();
    }

    private int least() {
      return trips.stream().mapToInt(Trip::roundTrips).min().orElseThrow();
    }

    private int most() {
      return trips.stream().mapToInt(Trip::roundTrips).max().orElseThrow();
    }

    private String means() {
      return trips.stream().map(Trip::means).distinct().collect(Collectors.joining(","));
    }

    @Override
    public String cell() {
      return "%s, %s ms, %s"
          .formatted(
              least() == most() ? most() : least() + " to " + most(),
              String.format(Locale.ROOT, "%,.0f", median(Trip::millis)),
              means());
    }

    @Override
    public String values() {
      return String.format(
          Locale.ROOT,
          "roundtrips=%.0f roundtrips_min=%d roundtrips_max=%d ms=%.0f means=%s",
          median(Trip::roundTrips),
          least(),
          most(),
          median(Trip::millis),
          means());
    }
  }

  /**
   * It can't be done, or was not.
   *
   * @param why a few words
   * @param failed whether it should have been
   */
  record Missing(String why, boolean failed) implements Result {

    @Override
    public String cell() {
      return "-";
    }

    @Override
    public String values() {
      return "roundtrips=- reason=\"%s\"".formatted(why.replace('"', '\'').replace('\n', ' '));
    }
  }
}
