package im.linnet.internal.session;

import im.linnet.stream.RefusedException;
import io.netty.channel.ChannelHandlerContext;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What any thread gave to send and the event loop has not written yet: taken over in order, and
 * flushed once a batch. Holds at most {@value #CAPACITY} tasks; while the peer does not read, it
 * keeps what it has instead of filling the connection's buffer.
 */
final class Outbox {

  /** How many tasks may wait. */
  static final int CAPACITY = 16_384;

  private final ChannelHandlerContext ctx;
  private final Queue<Runnable> writes = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicBoolean scheduled = new AtomicBoolean();

  Outbox(ChannelHandlerContext ctx) {
    this.ctx = ctx;
  }

  /**
   * Adds a task that writes; from any thread.
   *
   * @throws RefusedException if the outbox is full
   */
  void add(Runnable write) {
    if (size.incrementAndGet() > CAPACITY) {
      size.decrementAndGet();
      throw new RefusedException(
          "The outgoing queue is full: %d stanzas wait for a server that does not read; wait for"
                  .formatted(CAPACITY)
              + " earlier sends to complete before the next");
    }
    writes.add(write);
    if (scheduled.compareAndSet(false, true)) {
      ctx.executor().execute(this::drain);
    }
  }

  /** Writes what waits; on the event loop. */
  void drain() {
    scheduled.set(false);
    boolean wrote = false;
    while (ctx.channel().isWritable() || !ctx.channel().isActive()) {
      Runnable write = writes.poll();
      if (write == null) {
        break;
      }
      size.decrementAndGet();
      write.run();
      wrote = true;
    }
    if (wrote) {
      ctx.flush();
    }
  }
}
