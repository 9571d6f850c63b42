package im.linnet.benchmarks.lists;

import im.linnet.benchmarks.ChildJvm;
import im.linnet.benchmarks.Stopwatch;
import im.linnet.benchmarks.peers.Target;

/** One contestant's JVM: reads one kind of list a number of times. */
public final class ListsContest {

  private ListsContest() {}

  /**
   * Carries out orders.
   *
   * @param arguments the contestant, the peer's port
   * @throws Exception if it can't sign in
   */
  public static void main(String[] arguments) throws Exception {
    Target peer = new Target(ListsPeer.DOMAIN, Integer.parseInt(arguments[1]), null, null);
    Reader reader = Reader.named(arguments[0], peer);
    ChildJvm.obey(
        words -> read(reader, ListKind.valueOf(words.get(0)), Integer.parseInt(words.get(1))));
  }

  /** CPU ms and MB allocated of each. */
  private static double[] read(Reader reader, ListKind kind, int times) throws Exception {
    Allocated allocated = new Allocated();
    Stopwatch all = new Stopwatch();
    for (int i = 0; i < times; i++) {
      int entries = reader.read(kind);
      if (entries != kind.entries) {
        throw new IllegalStateException(
            "%s: %d entries (expected: %d)".formatted(kind, entries, kind.entries));
      }
    }
    return new double[] {all.cpuSeconds() * 1e3 / times, allocated.bytes() / 1e6 / times};
  }
}
