package im.linnet;

import im.linnet.connection.Containment;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;

/**
 * Finds out what the program has dropped without closing it, tells the log once and cleans it up.
 * Safe for use by any thread.
 *
 * <p>It does what {@link java.lang.ref.Cleaner} does, with one difference: its thread ends with
 * {@link #end}. A cleaner's ends with a collection after that, so a program that makes and closes
 * clients in a row would gather a thread for each.
 */
final class DropWatch {

  private final Logger log;
  private final Containment containment = new Containment(DropWatch.class, "Cleaning up");
  private final ReferenceQueue<Object> dropped = new ReferenceQueue<>();
  private final Set<Watched> watched = ConcurrentHashMap.newKeySet();
  private final Thread thread;

  /** A watch that begins with the first object; the log is told of what is dropped. */
  DropWatch(Logger log) {
    this.log = log;
    thread = new Thread(this::watch, "linnet-drop-watch");
    thread.setDaemon(true);
  }

  /**
   * Watches an object.
   *
   * @param handle the object, which neither a thread nor the cleaning may refer to
   * @param words what to tell if it is dropped
   * @param cleaning what to do then; short, as it runs on the thread of the watch
   * @return to be told that the object was closed
   */
  Watched watch(Object handle, String words, Runnable cleaning) {
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

  /** Nothing is watched any more. */
  void end() {
    watched.clear();
    thread.interrupt();
  }

  /** The watch is one of what it watches: once that is dropped the rest is about to be found. */
  private void watch() {
    try {
      do {
        ((Watched) dropped.remove()).wasDropped();
      } while (!watched.isEmpty());
    } catch (InterruptedException ended) {
      watched.clear();
    }
  }

  /** Something that is to be closed before it is dropped. */
  final class Watched extends PhantomReference<Object> {

    private final String words;
    private final Runnable cleaning;

    private Watched(Object handle, String words, Runnable cleaning) {
      super(handle, dropped);
      this.words = words;
      this.cleaning = cleaning;
    }

    /** It was closed as it should be. */
    void closed() {
      watched.remove(this);
      clear();
    }

    private void wasDropped() {
      if (watched.remove(this)) {
        containment.run(() -> log.warn(words));
        containment.run(cleaning);
      }
    }
  }
}
