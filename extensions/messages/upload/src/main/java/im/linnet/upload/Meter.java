package im.linnet.upload;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Counts the bytes of a transfer and reports them, one event at a time. Thread-safe. */
final class Meter {

  private final Executor callbacks;
  private final Consumer<? super Progress> watcher;
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong total = new AtomicLong(-1);

  /** Whether an event is on its way, which will have the newest count. */
  private final AtomicBoolean underway = new AtomicBoolean();

  Meter(Executor callbacks, Consumer<? super Progress> watcher) {
    this.callbacks = callbacks;
    this.watcher = watcher;
  }

  void total(long bytes) {
    total.set(bytes);
  }

  void add(long bytes) {
    done.addAndGet(bytes);
    if (bytes > 0 && underway.compareAndSet(false, true)) {
      callbacks.execute(this::report);
    }
  }

  private void report() {
    underway.set(false);
    watcher.accept(new Progress(done.get(), total.get()));
  }

  long done() {
    return done.get();
  }
}
