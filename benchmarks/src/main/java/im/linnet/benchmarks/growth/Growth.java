package im.linnet.benchmarks.growth;

import im.linnet.benchmarks.Arguments;
import im.linnet.benchmarks.Cost;
import im.linnet.benchmarks.ProgressLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * {@code benchmarks/run growth}: what a client costs as stanzas grow, rooms, filters and clients
 * become more; fails if that is more than in proportion.
 */
public final class Growth {

  private static final String USAGE =
      """
      benchmarks/run growth [--quick] [--series WORDS]
        Does the same with more and more of something, and prints for each size what a round
        costs in all threads of the program, server included, and with which power of the size
        that has grown since the last size, and over all. Sizes take turns; figures are medians.
        Exit code 1 if the power over all sizes, or at the end, is above 1.05 three times.
        --quick: fewer runs, and 10,000 clients at most, not 50,000
        --series WORDS: those with these words in their names alone\
      """;

  private static final int RUNS = 7;
  private static final int QUICK_RUNS = 3;
  private static final int CONFIRMATIONS = 2;
  private static final long WARM_NANOS = 2_000_000_000L;
  private static final int QUICK_PART = 4;

  private final ProgressLine progress = new ProgressLine();
  private final boolean quick;
  private final int runs;

  private Growth(boolean quick) {
    this.quick = quick;
    runs = quick ? QUICK_RUNS : RUNS;
  }

  /**
   * Measures.
   *
   * @param arguments the command line
   * @throws Exception if it could not be run
   */
  public static void main(String[] arguments) throws Exception {
    Arguments.run(
        arguments,
        USAGE,
        Set.of("quick"),
        Set.of("series"),
        given -> new Growth(given.has("quick")).run(given.text("series", "")));
  }

  private int run(String words) throws Exception {
    List<Series> chosen =
        Stream.of(StanzaSizes.all(), FilterCounts.all(), RoomCounts.all(), ClientCounts.all(quick))
            .flatMap(List::stream)
            .filter(series -> series.name().contains(words))
            .toList();
    System.out.println(Step.head());
    int tooMuch = 0;
    for (Series series : chosen) {
      if (isTooMuch(series)) {
        tooMuch++;
      }
    }
    progress.end();
    System.out.printf("RESULT growth series=%d above=%d%n", chosen.size(), tooMuch);
    return tooMuch == 0 && !chosen.isEmpty() ? 0 : 1;
  }

  /**
   * Measures a series and prints it. Where something no longer fits a cache, one step costs more,
   * and the next does not: so the last one counts, and all together.
   */
  private boolean isTooMuch(Series series) throws Exception {
    List<Sized> all = new ArrayList<>();
    try {
      for (int size : series.sizes()) {
        progress.show("%s, preparing %d".formatted(series.name(), size));
        all.add(new Sized(size, series.maker().prepare(size)));
      }
      for (Sized sized : all) {
        warmUp(series, sized);
      }
      turns(series, all);
      Sized first = all.get(0);
      Sized last = all.get(all.size() - 1);
      Step end = step(series, all.get(all.size() - 2), last);
      Step whole = step(series, first, last);
      System.out.println(whole.firstRow());
      for (int i = 1; i < all.size(); i++) {
        System.out.println(all.get(i - 1).to(all.get(i), series).row());
      }
      System.out.println(whole.wholeRow());
      return end.isTooMuch() || whole.isTooMuch();
    } finally {
      all.forEach(sized -> sized.load.close());
    }
  }

  private void warmUp(Series series, Sized sized) throws Exception {
    progress.show("%s, %d, warming up".formatted(series.name(), sized.size));
    double warm = 0;
    while (warm < (double) WARM_NANOS / (quick ? QUICK_PART : 1)) {
      warm += Cost.of(sized.load::run).nanos();
    }
  }

  /** What is too much is measured again before it is believed: the machine may have been busy. */
  private Step step(Series series, Sized small, Sized large) throws Exception {
    Step found = small.to(large, series);
    for (int i = 0; i < CONFIRMATIONS && found.isTooMuch(); i++) {
      small.costs.clear();
      large.costs.clear();
      turns(series, List.of(small, large));
      found = small.to(large, series);
    }
    return found;
  }

  private void turns(Series series, List<Sized> sizes) throws Exception {
    for (int run = 0; run < runs; run++) {
      for (Sized sized : sizes) {
        progress.show("%s, %d, run %d".formatted(series.name(), sized.size, run + 1));
        sized.measure();
      }
    }
  }

  /** A load of one size, and what its rounds cost. */
  private static final class Sized {
    private final int size;
    private final Series.Load load;
    private final List<Cost> costs = new ArrayList<>();

    Sized(int size, Series.Load load) {
      this.size = size;
      this.load = load;
    }

    void measure() throws Exception {
      Cost all = Cost.of(load::run);
      costs.add(new Cost(all.nanos() / load.rounds(), all.allocated() / load.rounds()));
    }

    Step to(Sized next, Series series) {
      return new Step(series.name(), size, next.size, Cost.median(costs), Cost.median(next.costs));
    }
  }
}
