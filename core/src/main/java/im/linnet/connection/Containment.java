package im.linnet.connection;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls user code and logs what it throws, {@link Error}s included, instead of passing it on. Logs
 * at most ten failures a minute. Thread-safe; one instance for each kind of callback of a client.
 */
public final class Containment {

  /** Failures logged per minute; of further ones only the count is logged. */
  static final int MOST_LOGGED = 10;

  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  private final Logger log;
  private final String what;
  private final LongSupplier nanoTime;
  private long since;
  private int logged;
  private long unlogged;

  /**
   * Creates the containment of one kind of callback.
   *
   * @param where the class whose logger is used
   * @param what the name of the callback, to begin a sentence with: {@code "A subscriber"}
   */
  public Containment(Class<?> where, String what) {
    this(LoggerFactory.getLogger(where), what, System::nanoTime);
  }

  Containment(Logger log, String what, LongSupplier nanoTime) {
    this.log = log;
    this.what = what;
    this.nanoTime = nanoTime;
    since = nanoTime.getAsLong();
  }

  /**
   * Runs a callback.
   *
   * @param callback the callback
   */
  public void run(Runnable callback) {
    try {
      callback.run();
    } catch (Throwable failure) {
      failed(failure);
    }
  }

  /**
   * Calls a callback with a value.
   *
   * @param callback the callback
   * @param value the value
   * @param <T> its type
   */
  public <T> void call(Consumer<? super T> callback, T value) {
    try {
      callback.accept(value);
    } catch (Throwable failure) {
      failed(failure);
    }
  }

  /**
   * Logs a failure, unless there were too many recently. Never throws.
   *
   * @param failure what a callback threw or ended with
   */
  public void failed(Throwable failure) {
    try {
      long missed = claim();
      if (missed == 0) {
        log.error("{} failed", what, failure);
      } else if (missed > 0) {
        log.error("{} failed; {} more failures were not logged", what, missed, failure);
      }
    } catch (Throwable unloggable) {
      // The failure can't be printed, or there is no memory to do so: the caller must go on.
    }
  }

  /** The number of failures not logged before this one, or -1 if this one must not be logged. */
  private synchronized long claim() {
    long now = nanoTime.getAsLong();
    if (now - since >= MINUTE) {
      since = now;
      logged = 0;
    }
    if (logged == MOST_LOGGED) {
      unlogged++;
      return -1;
    }
    logged++;
    long missed = unlogged;
    unlogged = 0;
    return missed;
  }
}
