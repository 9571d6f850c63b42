package im.linnet.benchmarks.chaos;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Collects and checks the numbers that arrive from one sender. Safe for use by any thread: one
 * writes, others read.
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

  /** An inbox for messages of one sender. */
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

  /** Whether this number has arrived. */
  synchronized boolean has(int number) {
    return seen.get(number);
  }

  /** The highest number so far, or -1. */
  synchronized int highest() {
    return highest;
  }

  /** How many different numbers have arrived. */
  synchronized long arrived() {
    return arrived;
  }

  synchronized long duplicated() {
    return duplicated;
  }

  synchronized long reordered() {
    return reordered;
  }

  /** The missing numbers below this one. */
  synchronized List<Integer> missing(int below) {
    List<Integer> missing = new ArrayList<>();
    for (int n = seen.nextClearBit(0); n < below; n = seen.nextClearBit(n + 1)) {
      missing.add(n);
    }
    return missing;
  }

  /** The first few faults. */
  synchronized List<String> notes() {
    return List.copyOf(notes);
  }
}
