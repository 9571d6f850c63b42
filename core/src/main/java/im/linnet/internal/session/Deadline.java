package im.linnet.internal.session;

import io.netty.channel.Channel;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a connection at the latest at a time that can only be brought forward, unless the
 * connection is closed before. Belongs to the event loop.
 */
final class Deadline {

  private static final Duration LONGEST = Duration.ofDays(365);

  private final Channel channel;
  private final Runnable task;
  private @Nullable Future<?> timer;
  private long due;

  Deadline(Channel channel, Runnable task) {
    this.channel = channel;
    this.task = task;
    channel.closeFuture().addListener(closed -> cancel());
  }

  /** Sets it, unless it is set to come sooner. */
  void within(Duration limit) {
    long left = nanos(limit);
    long when = channel.eventLoop().ticker().nanoTime() + left;
    if (channel.isOpen() && (timer == null || when - due < 0)) {
      cancel();
      due = when;
      timer = channel.eventLoop().schedule(task, left, TimeUnit.NANOSECONDS);
    }
  }

  /** A limit in nanoseconds, which a year is the longest of. */
  static long nanos(Duration limit) {
    return (limit.compareTo(LONGEST) < 0 ? limit : LONGEST).toNanos();
  }

  private void cancel() {
    if (timer != null) {
      timer.cancel(false);
    }
  }
}
