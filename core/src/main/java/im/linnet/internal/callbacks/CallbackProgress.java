package im.linnet.internal.callbacks;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Tracks which of the numbered incoming stanzas one serial executor has finished with. {@link
 * #give}, {@link #reached} and {@link #whenSeen} belong to the event loop; {@link #see} is called
 * by the executor's threads, one at a time.
 */
public final class CallbackProgress {

  /** A task to run once the stanza with this number has been handled. */
  private static final class Wake {

    final long number;
    final Runnable task;

    Wake(long number, Runnable task) {
      this.number = number;
      this.task = task;
    }
  }

  private volatile long seen;
  private final AtomicReference<@Nullable Wake> wake = new AtomicReference<>();
  private long given;

  /** A callback for the stanza with this number was queued. */
  public void give(long number) {
    given = number;
  }

  /** The callback for the stanza with this number has finished. */
  public void see(long number) {
    seen = number;
    Wake due = wake.get();
    // The event loop may set the next one at this moment: that one stays.
    if (due != null && number >= due.number && wake.compareAndSet(due, null)) {
      due.task.run();
    }
  }

  /**
   * The number of the last stanza for which no callback is queued or running; {@code arrived} if
   * all are done.
   */
  public long reached(long arrived) {
    long last = seen;
    return last == given ? arrived : last;
  }

  /**
   * Runs a task once, on any thread, when everything queued so far has been handled. Does nothing
   * if that is already so. Replaces a task that still waits.
   */
  public void whenSeen(Runnable task) {
    if (seen == given) {
      return;
    }
    Wake next = new Wake(given, task);
    wake.set(next);
    // The executor may have finished just now, before the task was visible to it.
    if (seen == given && wake.compareAndSet(next, null)) {
      task.run();
    }
  }
}
