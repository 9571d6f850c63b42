package im.linnet.internal.callbacks;

import im.linnet.connection.Backlog;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports when reading pauses and resumes: to the log, at most once a minute, and to the user's
 * callback.
 */
public final class BacklogWatch implements Consumer<Backlog> {

  private static final Logger LOG = LoggerFactory.getLogger(BacklogWatch.class);

  private final SerialExecutor callbacks;
  private final LogThrottle warnings;

  /** The user's callback, called in order; or null. */
  private final @Nullable Consumer<Backlog> user;

  /**
   * A watch for one client.
   *
   * @param callbacks the client's serial executor, whose running time is logged
   * @param nanoTime the time in nanoseconds
   * @param threads runs the user's callback
   * @param user the user's callback, or null
   */
  public BacklogWatch(
      SerialExecutor callbacks,
      LongSupplier nanoTime,
      Executor threads,
      @Nullable Consumer<Backlog> user) {
    this.callbacks = callbacks;
    this.warnings = new LogThrottle(nanoTime);
    this.user = user == null ? null : inOrder(new SerialExecutor(threads), user);
  }

  private static Consumer<Backlog> inOrder(Executor order, Consumer<Backlog> user) {
    return backlog -> order.execute(() -> user.accept(backlog));
  }

  @Override
  public void accept(Backlog backlog) {
    if (backlog.paused()) {
      warn(backlog);
    }
    if (user != null) {
      user.accept(backlog);
    }
  }

  private void warn(Backlog backlog) {
    if (warnings.claim() < 0) {
      return;
    }
    LOG.warn(
        "Reading is paused: {} stanzas ({} bytes) wait for subscribers; the present callback has"
            + " run for {} ms",
        backlog.stanzas(),
        backlog.bytes(),
        TimeUnit.NANOSECONDS.toMillis(callbacks.runningNanos()));
  }
}
