package im.linnet.internal.race;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What has failed in the last hour, to be tried last. Belongs to one event loop.
 *
 * @param <K> what can fail
 */
public final class RecentFailures<K> {

  /** How long a failure counts. */
  static final Duration KEEP = Duration.ofHours(1);

  /** How many are remembered; the oldest is forgotten first. */
  static final int MAX = 128;

  private final LongSupplier nanoTime;
  private final Map<K, Long> failedAt = new LinkedHashMap<>();

  RecentFailures(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Notes a failure. */
  public void failed(K place) {
    failedAt.remove(place);
    failedAt.put(place, nanoTime.getAsLong());
    if (failedAt.size() > MAX) {
      failedAt.remove(failedAt.keySet().iterator().next());
    }
  }

  /** Notes a success. */
  public void succeeded(K place) {
    failedAt.remove(place);
  }

  /** Whether it failed and has not succeeded since. */
  public boolean contains(K place) {
    Long at = failedAt.get(place);
    return at != null && nanoTime.getAsLong() - at < KEEP.toNanos();
  }

  /** The same places: first those without a failure as they are, then the others, oldest first. */
  List<K> lastFailedLast(List<K> places) {
    List<K> ordered = new ArrayList<>(places);
    long now = nanoTime.getAsLong();
    ordered.sort(Comparator.comparingLong(place -> contains(place) ? order(place, now) : -1));
    return ordered;
  }

  /** The longer ago, the lower. */
  private long order(K place, long now) {
    Long at = failedAt.get(place);
    return at == null ? -1 : KEEP.toNanos() - (now - at);
  }
}
