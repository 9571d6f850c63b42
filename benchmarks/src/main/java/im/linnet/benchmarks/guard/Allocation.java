package im.linnet.benchmarks.guard;

import com.sun.management.ThreadMXBean;
import im.linnet.benchmarks.ChildJvm;
import im.linnet.benchmarks.WarmUp;
import im.linnet.benchmarks.corpus.Corpus;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * The bytes of heap that the parser and the encoder allocate for a stanza. With the first compiler
 * alone (-XX:TieredStopAtLevel=1) no allocation is optimised away, so the figure is the same in
 * each run, however busy the machine is.
 */
public final class Allocation {

  /** The options of a JVM that measures. */
  static final List<String> JVM = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final int PASSES = 3;

  private Allocation() {}

  /**
   * Answers orders such as {@code PARSER chat} with the bytes of a stanza.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) {
    ChildJvm.obey(words -> new double[] {ofStanza(Codec.valueOf(words.get(0)), words.get(1))});
  }

  /** Measures in this JVM and thread. */
  static double ofStanza(Codec codec, String name) throws Exception {
    Corpus corpus = Corpus.named(name);
    return bytes(codec.task(corpus, "linnet")) / corpus.stanzas().size();
  }

  /** The least of several passes after a first one, which loads classes. */
  private static double bytes(WarmUp.Task task) throws Exception {
    long least = Long.MAX_VALUE;
    long sum = task.run();
    for (int pass = 0; pass < PASSES; pass++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      sum += task.run();
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    if (sum == 0) {
      throw new IllegalStateException("Nothing was read or written");
    }
    return least;
  }
}
