package im.linnet.benchmarks.chaos;

import im.linnet.testkit.net.Cut;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a client offline now and then until its server has dropped its stream, so that messages
 * fail as uncertain and a new resource is bound. For one thread.
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
   * Creates the schedule.
   *
   * @param every the number of cuts between two outages; 0 for no outages
   */
  LongOutages(List<Party> parties, long every) {
    this.parties = parties;
    this.every = every;
    this.next = every;
  }

  /** Starts or ends an outage if it is due. */
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

  /** Ends the current outage. */
  void end() {
    if (away != null) {
      away.lines().listen();
      away = null;
    }
  }

  /** The number of outages so far. */
  int count() {
    return count;
  }
}
