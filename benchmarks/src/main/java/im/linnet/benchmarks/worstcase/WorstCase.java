package im.linnet.benchmarks.worstcase;

import im.linnet.benchmarks.Arguments;
import im.linnet.benchmarks.Cost;
import im.linnet.benchmarks.ProgressLine;
import im.linnet.benchmarks.worstcase.Nasty.Growth;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * {@code benchmarks/run worstcase}: reads the nastiest inputs, each size twice the last one, until
 * one takes long; fails if the cost grows faster than the input.
 */
public final class WorstCase {

  private static final String USAGE =
      """
      benchmarks/run worstcase [--quick] [--input WORDS]
        Reads nasty inputs, each twice as large as the last, and prints for each doubling how
        many times as much processor time and heap it took: medians of runs that take turns.
        Exit code 1 if that stays above 2.3, or if what is over a limit takes more memory, or if
        a client holds more after a longer flood.
        --quick: fewer runs, of smaller inputs
        --input WORDS: those with these words in their names alone\
      """;

  private static final int SECOND = 1_000_000_000;
  private static final long LARGEST = 64L << 20;
  private static final int RUNS = 5;
  private static final int QUICK_RUNS = 3;
  private static final int MOST_SIZES = 8;
  private static final int CONFIRMATIONS = 2;
  private static final int FURTHER = 3;
  private static final double MOST_WARM_UPS = 100;
  private static final int QUICK_PART = 8;

  private final ProgressLine progress = new ProgressLine();
  private final int runs;
  private final long longest;
  private final long largest;

  private WorstCase(boolean quick) {
    runs = quick ? QUICK_RUNS : RUNS;
    longest = quick ? SECOND / QUICK_PART : SECOND;
    largest = quick ? LARGEST / QUICK_PART : LARGEST;
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
        Set.of("input"),
        given -> new WorstCase(given.has("quick")).run(given.text("input", "")));
  }

  /** All inputs. */
  static List<Nasty> all() {
    List<Nasty> all = new ArrayList<>(ParserCases.linear());
    all.addAll(ParserCases.limited());
    all.addAll(FloodCases.all());
    return all;
  }

  private int run(String words) throws Exception {
    List<Nasty> inputs = all().stream().filter(input -> input.name().contains(words)).toList();
    System.out.println(Doubling.head());
    List<String> tooMuch = new ArrayList<>();
    for (Nasty input : inputs) {
      List<Doubling> doublings = doublings(input);
      doublings.forEach(each -> System.out.println(each.row()));
      if (doublings.get(doublings.size() - 1).isTooMuch()) {
        tooMuch.add(input.name());
      }
    }
    System.out.println(Held.head());
    for (Nasty input : inputs) {
      if (input.growth() == Growth.BOUNDED) {
        progress.show(input.name() + ", what is held");
        Held held = Held.of(input);
        System.out.println(held.row());
        if (held.isTooMuch()) {
          tooMuch.add(input.name());
        }
      }
    }
    progress.end();
    tooMuch.forEach(name -> System.out.println("TOO MUCH: " + name));
    System.out.printf("RESULT worstcase inputs=%d too-much=%d%n", inputs.size(), tooMuch.size());
    return tooMuch.isEmpty() && !inputs.isEmpty() ? 0 : 1;
  }

  /**
   * Sizes until one takes long, and up to three more while the last doubling is too much: where
   * something no longer fits a cache or a queue, one doubling costs more, and the next does not.
   */
  private List<Doubling> doublings(Nasty input) throws Exception {
    List<Size> sizes = sizes(input);
    turns(input, sizes, runs - 1);
    List<Doubling> doublings = new ArrayList<>();
    for (int i = 1; i < sizes.size(); i++) {
      doublings.add(doubling(input, sizes.get(i - 1), sizes.get(i)));
    }
    Size last = sizes.get(sizes.size() - 1);
    for (int i = 0; i < FURTHER && doublings.get(doublings.size() - 1).isTooMuch(); i++) {
      Size next = new Size(last.units * 2);
      if (next.units > input.largest()) {
        break;
      }
      turns(input, List.of(last, next), runs);
      doublings.add(doubling(input, last, next));
      last = next;
    }
    return doublings;
  }

  private void turns(Nasty input, List<Size> sizes, int count) throws Exception {
    for (int turn = 0; turn < count; turn++) {
      for (Size size : sizes) {
        progress.show("%s, %d, run %d".formatted(input.name(), size.units, turn + 1));
        size.run(input);
      }
    }
  }

  /** What is too much is measured again before it is believed: the machine may have been busy. */
  private Doubling doubling(Nasty input, Size half, Size whole) throws Exception {
    Doubling found = new Doubling(input, half.units, whole.bytes, half.cost(), whole.cost());
    for (int i = 0; i < CONFIRMATIONS && found.isTooMuch(); i++) {
      turns(input, List.of(half, whole), runs);
      found = new Doubling(input, half.units, whole.bytes, half.cost(), whole.cost());
    }
    return found;
  }

  /** The sizes up to the first one that takes long, which have all run once. */
  private List<Size> sizes(Nasty input) throws Exception {
    progress.show(input.name() + ", warming up");
    double warm = 0;
    while (warm < longest) {
      Size first = new Size(input.smallest());
      first.run(input);
      // Also what is read at once counts a little, or this would take for ever.
      warm += first.cost().nanos() + longest / MOST_WARM_UPS;
    }
    List<Size> sizes = new ArrayList<>();
    Size last;
    do {
      last = new Size(input.smallest() << sizes.size());
      last.run(input);
      sizes.add(last);
    } while (last.units * 2L <= input.largest() && (sizes.size() < 2 || mayGrow(sizes, last)));
    return sizes;
  }

  private boolean mayGrow(List<Size> sizes, Size last) {
    return sizes.size() < MOST_SIZES && last.bytes < largest && last.costs.get(0).nanos() < longest;
  }

  /** An input of one size. */
  private static final class Size {
    private final int units;
    private final List<Cost> costs = new ArrayList<>();
    private long bytes;

    Size(int units) {
      this.units = units;
    }

    void run(Nasty input) throws Exception {
      try (Nasty.Prepared prepared = input.maker().prepare(units)) {
        bytes = prepared.bytes();
        costs.add(Cost.of(prepared::read));
      }
    }

    Cost cost() {
      return Cost.median(costs);
    }
  }
}
