package im.linnet;

import io.netty.channel.EventLoop;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Measures for how long an event loop does one thing: it has always a task of the probe's that is
 * due soon, and the processor time between two of these runs is what the loop took for anything
 * else at once. Processor time, so that a busy machine does not count.
 */
public final class LoopProbe implements AutoCloseable {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final long LIMIT_SECONDS = 60;

  /** Not at once: a loop does all tasks that are due before it turns to its connections. */
  private static final long PAUSE_MICROS = 50;

  private final EventLoop loop;
  private long last;
  private long longest;
  private boolean ended;

  private LoopProbe(EventLoop loop) {
    this.loop = loop;
  }

  /**
   * Begins to measure.
   *
   * @param resources of the clients, with one event loop
   * @return the probe
   */
  public static LoopProbe of(ClientResources resources) {
    LoopProbe probe = new LoopProbe(resources.nextLoop());
    probe.loop.execute(
        () -> {
          probe.last = THREADS.getCurrentThreadCpuTime();
          probe.next();
        });
    return probe;
  }

  private void turn() {
    long now = THREADS.getCurrentThreadCpuTime();
    longest = Math.max(longest, now - last);
    last = now;
    next();
  }

  private void next() {
    if (!ended) {
      loop.schedule(this::turn, PAUSE_MICROS, TimeUnit.MICROSECONDS);
    }
  }

  /**
   * {@return the longest time so far, in nanoseconds of processor time, which is then forgotten}
   *
   * @throws Exception if the loop does not answer
   */
  public long longest() throws Exception {
    CompletableFuture<Long> found = new CompletableFuture<>();
    loop.execute(
        () -> {
          found.complete(longest);
          longest = 0;
        });
    return found.get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  /** Ends it. */
  @Override
  public void close() {
    loop.execute(() -> ended = true);
  }
}
