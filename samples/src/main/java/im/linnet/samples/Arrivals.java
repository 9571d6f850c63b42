package im.linnet.samples;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a callback has received, for a walk to wait for.
 *
 * @param <T> the type of what is received
 */
final class Arrivals<T> {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final BlockingQueue<T> waiting = new LinkedBlockingQueue<>();

  void add(T arrived) {
    waiting.add(arrived);
  }

  /** The next one. */
  T await(String what) throws InterruptedException {
    return await(what, next -> true);
  }

  /** The next one that is wanted; those before it are passed over. */
  T await(String what, Predicate<? super T> wanted) throws InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      @Nullable T next = waiting.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        throw new IllegalStateException(
            "Waited %d s in vain for %s".formatted(LIMIT.toSeconds(), what));
      }
      if (wanted.test(next)) {
        return next;
      }
    }
  }
}
