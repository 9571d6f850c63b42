package im.linnet.internal.incoming;

import im.linnet.journal.Arrival;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Knows which stanza of which stream a callback belongs to, given the client's own count of
 * stanzas, which goes on over streams. {@link #begin} belongs to the event loop, {@link #run} to
 * the executor of the callbacks.
 */
final class Arrivals {

  private static final long MASK = 0xFFFF_FFFFL;

  /**
   * A stream from a stanza on.
   *
   * @param after the client's count before it
   * @param stream the stream's id; null if it has no numbers
   * @param before the stream's count at that time
   */
  private record Stretch(long after, @Nullable String stream, long before) {}

  private volatile List<Stretch> stretches = List.of();
  private volatile @Nullable Thread thread;
  private long running;

  /**
   * A stream begins or is resumed.
   *
   * @param arrived the client's count
   * @param seen the client's count of those handled
   * @param stream the stream's id, or null
   * @param counted the stream's own count
   */
  void begin(long arrived, long seen, @Nullable String stream, long counted) {
    List<Stretch> kept = new ArrayList<>();
    List<Stretch> old = stretches;
    for (int i = 0; i < old.size(); i++) {
      long end = i + 1 < old.size() ? old.get(i + 1).after : arrived;
      if (end > seen) {
        kept.add(old.get(i));
      }
    }
    kept.add(new Stretch(arrived, stream, counted));
    stretches = List.copyOf(kept);
  }

  /** Runs a callback that belongs to the stanza with this number by the client's count. */
  void run(long number, Runnable callback) {
    running = number;
    thread = Thread.currentThread();
    try {
      callback.run();
    } finally {
      thread = null;
    }
  }

  /** The stanza whose callback runs on this thread, or null. */
  @Nullable Arrival current() {
    return thread == Thread.currentThread() ? of(running) : null;
  }

  private @Nullable Arrival of(long number) {
    List<Stretch> all = stretches;
    for (int i = all.size() - 1; i >= 0; i--) {
      Stretch stretch = all.get(i);
      if (number > stretch.after) {
        return stretch.stream == null
            ? null
            : new Arrival(stretch.stream, (stretch.before + number - stretch.after) & MASK);
      }
    }
    return null;
  }
}
