package im.linnet.internal.callbacks;

import org.jspecify.annotations.Nullable;

/**
 * How far one order of callbacks has come with the stanzas that arrived, which are numbered. Giving
 * and asking belong to the event loop; seeing is for the threads of the order, one at a time.
 */
public final class CallbackProgress {

  /** What to run once a stanza has been seen to. */
  private static final class Wake {

    final long number;
    final Runnable task;

    Wake(long number, Runnable task) {
      this.number = number;
      this.task = task;
    }
  }

  private volatile long seen;
  private volatile @Nullable Wake wake;
  private long given;

  /** The order is given something of the stanza of that number. */
  public void give(long number) {
    given = number;
  }

  /** The order is done with it. */
  public void see(long number) {
    seen = number;
    Wake due = wake;
    if (due != null && number >= due.number) {
      wake = null;
      due.task.run();
    }
  }

  /** The number of the last stanza of which nothing waits here, if so many have arrived. */
  public long reached(long arrived) {
    long last = seen;
    return last == given ? arrived : last;
  }

  /** Runs a task, on any thread, when all that was given has been seen to; not if it has been. */
  public void whenSeen(Runnable task) {
    if (seen == given) {
      return;
    }
    Wake next = new Wake(given, task);
    wake = next;
    // The order may have come there in this very moment, without seeing whom to wake.
    if (seen == given && wake == next) {
      wake = null;
      task.run();
    }
  }
}
