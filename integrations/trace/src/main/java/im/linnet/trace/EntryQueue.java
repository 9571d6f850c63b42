package im.linnet.trace;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written. Bounded: what does not fit is counted. Any thread adds, without a lock;
 * one thread takes.
 */
final class EntryQueue {

  private final long limit;
  private final Queue<Entry> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicLong size = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final Semaphore added = new Semaphore(0);
  private volatile boolean closed;

  /**
   * An empty queue.
   *
   * @param limit how many characters may wait
   */
  EntryQueue(long limit) {
    this.limit = limit;
  }

  /** Adds an entry, unless there is no room or the queue is closed: then it is counted as lost. */
  void add(Entry entry) {
    if (closed) {
      lost.incrementAndGet();
    } else if (size.addAndGet(entry.size()) > limit) {
      size.addAndGet(-entry.size());
      lost.incrementAndGet();
    } else {
      waiting.add(entry);
      added.release();
    }
  }

  /** Takes the next entry; null if none waits. */
  @Nullable Entry poll() {
    Entry next = waiting.poll();
    if (next != null) {
      size.addAndGet(-next.size());
    }
    return next;
  }

  /** Waits until there may be an entry, or the queue is closed. */
  void await() {
    added.acquireUninterruptibly();
    // One look at the queue is enough for all that were added before it.
    added.drainPermits();
  }

  /** Accepts nothing more. */
  void close() {
    closed = true;
    added.release();
  }

  boolean isClosed() {
    return closed;
  }

  /** Counts lines that could not be written. */
  void lose(long lines) {
    lost.addAndGet(lines);
  }

  /** How many lines are missing in the file. */
  long lost() {
    return lost.get();
  }
}
