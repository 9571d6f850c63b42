package im.linnet.testkit.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The time of this machine, with a thread of its own for what is due. */
final class SystemClock extends GatewayClock {
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1,
          work -> {
            Thread thread = new Thread(work, "gateway-clock");
            thread.setDaemon(true);
            return thread;
          });

  SystemClock() {
    timer.setRemoveOnCancelPolicy(true);
  }

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  Runnable after(Duration delay, Runnable work) {
    ScheduledFuture<?> due =
        timer.schedule(work, TimeUnit.NANOSECONDS.convert(delay), TimeUnit.NANOSECONDS);
    return () -> due.cancel(false);
  }

  @Override
  void stop() {
    timer.shutdownNow();
  }
}
