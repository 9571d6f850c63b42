package im.linnet.archive;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a timeline ends: what a {@link CatchUp} continues from. Immutable. Store it with the
 * timeline.
 *
 * <pre>{@code
 * Anchor anchor = Anchor.after("09af3-cc343-b409f").orSince(Instant.parse("2026-11-01T10:00:00Z"));
 * }</pre>
 */
public final class Anchor {

  /** The most ids. */
  static final int MAX_IDS = 8;

  private static final Anchor OLDEST = new Anchor(List.of(), null);

  private final List<String> ids;
  private final @Nullable Instant since;

  private Anchor(List<String> ids, @Nullable Instant since) {
    this.ids = ids;
    this.since = since;
  }

  /** {@return the anchor of an empty timeline: the whole archive is read} */
  public static Anchor oldest() {
    return OLDEST;
  }

  /**
   * An anchor at a message.
   *
   * @param id the id by which the archive knows the last message of the timeline
   * @return the anchor
   */
  public static Anchor after(String id) {
    return OLDEST.or(id);
  }

  /**
   * An anchor at a time, for a timeline without ids.
   *
   * @param time the time; messages of the same second may come again
   * @return the anchor
   */
  public static Anchor since(Instant time) {
    return OLDEST.orSince(time);
  }

  /**
   * Adds the id of an earlier message, in case the archive does not know the others.
   *
   * @param olderId the id
   * @return a copy
   * @throws IllegalArgumentException if there are 8 ids already
   */
  public Anchor or(String olderId) {
    if (ids.size() == MAX_IDS) {
      throw new IllegalArgumentException("ids: more than %d".formatted(MAX_IDS));
    }
    List<String> more = new ArrayList<>(ids);
    more.add(Objects.requireNonNull(olderId, "olderId"));
    return new Anchor(List.copyOf(more), since);
  }

  /**
   * Adds the time of the last message, in case the archive knows none of the ids.
   *
   * @param time the time
   * @return a copy
   */
  public Anchor orSince(@Nullable Instant time) {
    return new Anchor(ids, time);
  }

  /** {@return the ids to begin after, the latest first} */
  public List<String> ids() {
    return ids;
  }

  /** {@return the time to begin at if the archive knows none of the ids, or null} */
  public @Nullable Instant since() {
    return since;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Anchor that
        && ids.equals(that.ids)
        && Objects.equals(since, that.since);
  }

  @Override
  public int hashCode() {
    return Objects.hash(ids, since);
  }

  @Override
  public String toString() {
    return "Anchor[ids=%s, since=%s]".formatted(ids, since);
  }
}
