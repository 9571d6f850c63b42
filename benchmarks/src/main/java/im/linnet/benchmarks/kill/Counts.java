package im.linnet.benchmarks.kill;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What became of the messages.
 *
 * @param sent how many the server has taken, both ways
 * @param lost how many of these did not arrive
 * @param doubled how many came twice and could not be known as the same
 * @param reordered how many came after one that was sent later
 * @param again how many came to the program a second time with the same number
 * @param resumed how many streams were resumed
 * @param bound how many new streams began
 * @param vanished how many the program sent again
 * @param notes the first few faults
 */
record Counts(
    int sent,
    int lost,
    int doubled,
    int reordered,
    long again,
    long resumed,
    long bound,
    long vanished,
    List<String> notes) {

  private static final int MOST_NOTES = 8;

  /**
   * Counts.
   *
   * @param log the lines of the program's log
   * @param delivered the messages to it that the server took
   * @param heard the messages from it that arrived
   */
  static Counts of(List<String> log, List<String> delivered, List<String> heard) {
    List<String> notes = new ArrayList<>();
    List<String> got = words(log, Log.GOT, 3);
    List<String> done = words(log, Log.DONE, 1);
    int lost = lost("to", delivered, got, notes) + lost("from", done, heard, notes);
    int doubled = doubled("to", got, notes) + doubled("from", heard, notes);
    int reordered = reordered("to", got, notes) + reordered("from", heard, notes);
    return new Counts(
        Set.copyOf(delivered).size() + Set.copyOf(done).size(),
        lost,
        doubled,
        reordered,
        count(log, Log.AGAIN),
        count(log, Log.RESUMED),
        count(log, Log.BOUND),
        count(log, Log.VANISHED),
        notes);
  }

  /** How many different messages the program has handled. */
  static int handled(List<String> log) {
    return words(log, Log.GOT, 3).size();
  }

  private static List<String> words(List<String> log, String kind, int index) {
    return log.stream()
        .filter(line -> line.startsWith(kind + " "))
        .map(line -> line.split(" "))
        .filter(words -> words.length > index)
        .map(words -> words[index])
        .toList();
  }

  private static long count(List<String> log, String kind) {
    return log.stream().filter(line -> (line + " ").startsWith(kind + " ")).count();
  }

  private static int lost(String way, List<String> sent, List<String> got, List<String> notes) {
    Set<String> missing = new HashSet<>(sent);
    missing.removeAll(new HashSet<>(got));
    missing.forEach(text -> note(notes, "lost on the way %s the program: %s", way, text));
    return missing.size();
  }

  private static int doubled(String way, List<String> got, List<String> notes) {
    Set<String> seen = new HashSet<>();
    int doubled = 0;
    for (String text : got) {
      if (!seen.add(text)) {
        doubled++;
        note(notes, "twice on the way %s the program: %s", way, text);
      }
    }
    return doubled;
  }

  private static int reordered(String way, List<String> got, List<String> notes) {
    long highest = -1;
    int reordered = 0;
    for (String text : got) {
      long number = Long.parseLong(text);
      if (number < highest) {
        reordered++;
        note(notes, "late on the way %s the program: %s", way, text);
      }
      highest = Math.max(highest, number);
    }
    return reordered;
  }

  private static void note(List<String> notes, String format, String way, String text) {
    if (notes.size() < MOST_NOTES) {
      notes.add(format.formatted(way, text));
    }
  }

  boolean isComplete() {
    return lost == 0;
  }

  String line(String head) {
    return "%s sent=%d lost=%d doubled=%d reordered=%d"
        .formatted(head, sent, lost, doubled, reordered);
  }
}
