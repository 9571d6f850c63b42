package im.linnet;

import im.linnet.connection.Containment;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;

/**
 * Detects objects that the program dropped without closing them, logs one warning each, and cleans
 * up. Thread-safe.
 *
 * <p>Like {@link java.lang.ref.Cleaner}, except that its thread ends with {@link #end}. A cleaner's
 * thread ends only after a later garbage collection, so a program that creates and closes many
 * clients would accumulate threads.
 */
final class DropWatch {

  private final Logger log;
  private final Containment containment = new Containment(DropWatch.class, "Cleaning up");
  private final ReferenceQueue<Object> dropped = new ReferenceQueue<>();
  private final Set<Watched> watched = ConcurrentHashMap.newKeySet();
  private final Thread thread;

  /** A watch whose thread starts with the first watched object. */
  DropWatch(Logger log) {
    this.log = log;
    thread = new Thread(this::watch, "linnet-drop-watch");
    thread.setDaemon(true);
  }

  /**
   * Watches an object.
   *
   * @param handle the object; must not be reachable from a thread or from {@code cleaning}
   * @param words returns the warning to log if it is dropped; must not refer to it either
   * @param cleaning the clean-up action; must be short, as it runs on the watch's thread
   * @return a handle to report that the object was closed
   */
  Watched watch(Object handle, Supplier<String> words, Runnable cleaning) {
    Watched one = new Watched(handle, words, cleaning);
    watched.add(one);
    start();
    return one;
  }

  private synchronized void start() {
    if (thread.getState() == Thread.State.NEW) {
      thread.start();
    }
  }

  /** Stops watching. */
  void end() {
    watched.clear();
    thread.interrupt();
  }

  /**
   * Runs until {@link #end}, or until the last watched object is dropped, even if the watch itself
   * was dropped before.
   */
  private void watch() {
    try {
      do {
        ((Watched) dropped.remove()).wasDropped();
      } while (!watched.isEmpty());
    } catch (InterruptedException ended) {
      watched.clear();
    }
  }

  /** An object that must be closed before it is dropped. */
  final class Watched extends PhantomReference<Object> {

    private final Supplier<String> words;
    private final Runnable cleaning;

    private Watched(Object handle, Supplier<String> words, Runnable cleaning) {
      super(handle, dropped);
      this.words = words;
      this.cleaning = cleaning;
    }

    /** Reports that the object was closed. */
    void closed() {
      watched.remove(this);
      clear();
    }

    private void wasDropped() {
      if (watched.remove(this)) {
        containment.run(() -> log.warn(words.get()));
        containment.run(cleaning);
      }
    }
  }
}
