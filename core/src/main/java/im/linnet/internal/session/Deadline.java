package im.linnet.internal.session;

import im.linnet.internal.netty.Nanos;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs an action on a connection at a deadline that can only be moved earlier, unless the
 * connection is closed first. Belongs to the event loop.
 */
final class Deadline {

  private final Channel channel;
  private final Runnable task;
  private @Nullable Future<?> timer;
  private long due;

  Deadline(Channel channel, Runnable task) {
    this.channel = channel;
    this.task = task;
    channel.closeFuture().addListener(closed -> cancel());
  }

  /** Sets the deadline, unless it is already earlier. */
  void within(Duration limit) {
    long left = Nanos.of(limit);
    long when = channel.eventLoop().ticker().nanoTime() + left;
    if (channel.isOpen() && (timer == null || when - due < 0)) {
      cancel();
      due = when;
      timer = channel.eventLoop().schedule(task, left, TimeUnit.NANOSECONDS);
    }
  }

  private void cancel() {
    if (timer != null) {
      timer.cancel(false);
    }
  }
}
