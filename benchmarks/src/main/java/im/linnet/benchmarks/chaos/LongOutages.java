package im.linnet.benchmarks.chaos;

import im.linnet.testkit.net.Cut;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a client away now and then until its server has given its stream up, so that messages are
 * handed back as uncertain and a resource is bound anew. For one thread.
 */
final class LongOutages {

  /** How long the server keeps a stream. */
  static final Duration RESUMABLE = Duration.ofSeconds(4);

  private static final long LENGTH = RESUMABLE.plusSeconds(2).toNanos();

  private final List<Party> parties;
  private final long every;
  private long next;
  private int count;
  private long began;
  private @Nullable Party away;

  /**
   * None yet.
   *
   * @param every after how many cuts there is one; 0 for never
   */
  LongOutages(List<Party> parties, long every) {
    this.parties = parties;
    this.every = every;
    this.next = every;
  }

  /** Begins or ends one, if it is time to. */
  void tick(long cuts) {
    if (away != null && System.nanoTime() - began >= LENGTH) {
      end();
    } else if (away == null && every > 0 && cuts >= next) {
      next += every;
      began = System.nanoTime();
      Party party = parties.get(count++ % parties.size());
      away = party;
      party.lines().refuse();
      party.lines().cut(Cut.RST);
    }
  }

  /** Ends the one there is. */
  void end() {
    if (away != null) {
      away.lines().listen();
      away = null;
    }
  }

  /** How many there were. */
  int count() {
    return count;
  }
}
