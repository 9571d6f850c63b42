package im.linnet.timeline;

import java.time.Instant;
import java.util.List;

/**
 * Where a timeline ends, to continue from after a restart. Immutable. The ids are those of the last
 * messages that the archive knows, because copies of other devices may arrive in another order than
 * they are archived in, or not at all while messages of contacts do; reading begins before all of
 * them.
 *
 * @param ids the ids of the last archived messages, the oldest first
 * @param since when the last of them was sent, or when the timeline began
 * @param known what is there already, as fingerprints with the seconds of their messages, the
 *     oldest first
 */
public record TimelineMark(List<String> ids, Instant since, List<String> known) {

  /** The most {@link #ids}. */
  public static final int MAX_IDS = 128;

  /** The most {@link #known}. */
  public static final int MAX_KNOWN = 4096;

  /** Copies the lists. */
  public TimelineMark {
    ids = List.copyOf(ids);
    known = List.copyOf(known);
  }

  /** {@return numbers only} */
  @Override
  public String toString() {
    return "TimelineMark[%d ids, since %s, %d known]".formatted(ids.size(), since, known.size());
  }
}
