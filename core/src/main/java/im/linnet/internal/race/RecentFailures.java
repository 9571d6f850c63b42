package im.linnet.internal.race;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What has failed in the last hour and is therefore tried last. Belongs to one event loop.
 *
 * @param <K> the type of what can fail
 */
public final class RecentFailures<K> {

  /** How long a failure counts. */
  static final Duration KEEP = Duration.ofHours(1);

  /** How many failures are remembered; beyond that the oldest is forgotten. */
  static final int MAX = 128;

  private final LongSupplier nanoTime;

  /** Shared and empty as long as nothing has failed. */
  private Map<K, Long> failedAt = Map.of();

  RecentFailures(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Notes a failure. */
  public void failed(K place) {
    if (failedAt.isEmpty()) {
      failedAt = new LinkedHashMap<>();
    }
    failedAt.remove(place);
    failedAt.put(place, nanoTime.getAsLong());
    if (failedAt.size() > MAX) {
      failedAt.remove(failedAt.keySet().iterator().next());
    }
  }

  /** Notes a success. */
  public void succeeded(K place) {
    if (failedAt.containsKey(place)) {
      failedAt.remove(place);
    }
  }

  /** Whether it has failed and not succeeded since. */
  public boolean contains(K place) {
    Long at = failedAt.get(place);
    return at != null && nanoTime.getAsLong() - at < KEEP.toNanos();
  }

  /**
   * Sorts: first those without a failure, in the given order, then the others, oldest failure
   * first.
   */
  List<K> lastFailedLast(List<K> places) {
    List<K> ordered = new ArrayList<>(places);
    long now = nanoTime.getAsLong();
    ordered.sort(Comparator.comparingLong(place -> contains(place) ? order(place, now) : -1));
    return ordered;
  }

  /** A sort key: lower for older failures. */
  private long order(K place, long now) {
    Long at = failedAt.get(place);
    return at == null ? -1 : KEEP.toNanos() - (now - at);
  }
}
