package im.linnet.testkit.small;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The threads of one server's connections. Thread-safe. */
final class Threads {
  private static final long LIMIT_MILLIS = 5_000;

  private final String prefix;
  private final Queue<Thread> all = new ConcurrentLinkedQueue<>();

  Threads(String prefix) {
    this.prefix = prefix;
  }

  Thread start(String name, Runnable work) {
    Thread thread = new Thread(work, prefix + "-" + name);
    thread.setDaemon(true);
    all.removeIf(other -> other.getState() == Thread.State.TERMINATED);
    all.add(thread);
    thread.start();
    return thread;
  }

  /** Waits until all have ended, but not forever. */
  void join() {
    all.forEach(Threads::join);
  }

  static void join(Thread thread) {
    try {
      thread.join(LIMIT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
