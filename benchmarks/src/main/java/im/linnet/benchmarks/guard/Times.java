package im.linnet.benchmarks.guard;

import im.linnet.benchmarks.ChildJvm;
import im.linnet.benchmarks.Quartiles;
import im.linnet.benchmarks.WarmUp;
import im.linnet.benchmarks.corpus.Corpus;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;

/**
 * The processor time of Linnet's parser and encoder as a share of a peer's. Each has a JVM of its
 * own, and they take turns, because the load of the machine changes from second to second.
 */
public final class Times {

  /** As in the benchmarks: young objects that fit the processor's caches. */
  private static final List<String> JVM = List.of("-Xmx512m", "-Xmn32m", "-XX:+UseSerialGC");

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int TURNS = 25;
  private static final int PASSES = 4;

  private Times() {}

  /** A duel between Linnet and a peer. */
  record Duel(Codec codec, String corpus, String peer) {

    /** The name of its figure. */
    String figure() {
      return codec.figure(corpus, "time-of-" + peer);
    }

    /** Linnet's median share of the peer's time. */
    double share() {
      try (ChildJvm ours = child("linnet");
          ChildJvm theirs = child(peer)) {
        ours.ask("warm");
        theirs.ask("warm");
        List<Double> shares = new ArrayList<>();
        for (int turn = 0; turn < TURNS; turn++) {
          shares.add(ours.ask("run")[0] / theirs.ask("run")[0]);
        }
        return Quartiles.of(shares).median();
      }
    }

    private ChildJvm child(String contestant) {
      return ChildJvm.start(Times.class, JVM, codec.name(), corpus, contestant);
    }
  }

  /**
   * Answers {@code run} with the nanoseconds of processor time of some passes.
   *
   * @param arguments codec, corpus and contestant
   * @throws Exception if the contestant can't read the corpus
   */
  public static void main(String[] arguments) throws Exception {
    WarmUp.Task task = Codec.valueOf(arguments[0]).task(Corpus.named(arguments[1]), arguments[2]);
    ChildJvm.obey(
        words -> {
          if (words.get(0).equals("warm")) {
            return new double[] {WarmUp.run(task)};
          }
          long before = THREADS.getCurrentThreadCpuTime();
          long sum = 0;
          for (int pass = 0; pass < PASSES; pass++) {
            sum += task.run();
          }
          return new double[] {THREADS.getCurrentThreadCpuTime() - before, sum};
        });
  }
}
