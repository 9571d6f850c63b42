package im.linnet.benchmarks.chaos;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * What arrived of one sender's numbers, and judges it. Safe for use by any thread: one writes, and
 * others look on.
 */
final class Inbox {

  private static final int MOST_NOTES = 6;

  private final String from;
  private final BitSet seen = new BitSet();
  private final List<String> notes = new ArrayList<>();
  private int highest = -1;
  private long arrived;
  private long duplicated;
  private long reordered;

  /** Of messages from there. */
  Inbox(String from) {
    this.from = from;
  }

  synchronized void arrived(int number) {
    if (seen.get(number)) {
      duplicated++;
      note("%s%d came twice, the second time after %s%d", number, highest);
      return;
    }
    seen.set(number);
    arrived++;
    if (number < highest) {
      reordered++;
      note("%s%d came after %s%d", number, highest);
    }
    highest = Math.max(highest, number);
  }

  private void note(String words, int number, int after) {
    if (notes.size() < MOST_NOTES) {
      notes.add(words.formatted(from, number, from, after));
    }
  }

  /** Whether this one came. */
  synchronized boolean has(int number) {
    return seen.get(number);
  }

  /** The highest number so far, or -1. */
  synchronized int highest() {
    return highest;
  }

  /** How many different ones there were. */
  synchronized long arrived() {
    return arrived;
  }

  synchronized long duplicated() {
    return duplicated;
  }

  synchronized long reordered() {
    return reordered;
  }

  /** Which of the numbers below this one are missing. */
  synchronized List<Integer> missing(int below) {
    List<Integer> missing = new ArrayList<>();
    for (int n = seen.nextClearBit(0); n < below; n = seen.nextClearBit(n + 1)) {
      missing.add(n);
    }
    return missing;
  }

  /** What was wrong, the first few times. */
  synchronized List<String> notes() {
    return List.copyOf(notes);
  }
}
