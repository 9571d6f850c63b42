package im.linnet.internal.session;

import im.linnet.stream.RefusedException;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What any thread gave to send and the event loop has not written yet: taken over in order, and
 * flushed once a batch. Holds at most {@value #CAPACITY} items; while the peer does not read, it
 * keeps what it has instead of filling the connection's buffer.
 */
final class Outbox {

  /** How many items may wait. */
  static final int CAPACITY = 16_384;

  /** Something to send; its methods are called on the event loop. */
  interface Item {

    /** Writes it, or fails if it is too late. */
    void write();

    /** Is told, once, that it has to wait as the connection takes nothing for now. */
    default void held() {}
  }

  private final ChannelHandlerContext ctx;
  private final BooleanSupplier full;
  private final Runnable batchWritten;
  private final Queue<Item> incoming = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicBoolean scheduled = new AtomicBoolean();

  // The event loop's.
  private final Queue<Item> held = new ArrayDeque<>();
  private boolean ended;

  /**
   * An empty outbox.
   *
   * @param ctx where items are written
   * @param full tells whether nothing more may be written for now
   * @param batchWritten is told after a batch, before it is flushed
   */
  Outbox(ChannelHandlerContext ctx, BooleanSupplier full, Runnable batchWritten) {
    this.ctx = ctx;
    this.full = full;
    this.batchWritten = batchWritten;
  }

  /**
   * Adds an item; from any thread.
   *
   * @throws RefusedException if the outbox is full
   * @throws RejectedExecutionException if the event loop is shut down
   */
  void add(Item item) {
    if (size.incrementAndGet() > CAPACITY) {
      size.decrementAndGet();
      throw new RefusedException(
          "The outgoing queue is full: %d stanzas wait for a server that does not read; wait for"
                  .formatted(CAPACITY)
              + " earlier sends to complete before the next");
    }
    put(item);
  }

  /** Adds the last item, which there is always room for. */
  void addLast(Item item) {
    size.incrementAndGet();
    put(item);
  }

  private void put(Item item) {
    incoming.add(item);
    if (scheduled.compareAndSet(false, true)) {
      try {
        ctx.executor().execute(this::drain);
      } catch (RejectedExecutionException shutDown) {
        // Who comes next has to be told too, and not to rely on a drain that never runs.
        scheduled.set(false);
        throw shutDown;
      }
    }
  }

  /** Writes what waits, as long as the connection takes it; on the event loop. */
  void drain() {
    scheduled.set(false);
    boolean wrote = false;
    for (Item item = next(); item != null; item = next()) {
      size.decrementAndGet();
      item.write();
      wrote = true;
    }
    if (wrote) {
      batchWritten.run();
      ctx.flush();
    }
    if (!flows()) {
      hold();
    }
  }

  /** The stream is over: lets every item find that out, now and from now on. */
  void end() {
    ended = true;
    drain();
  }

  private @Nullable Item next() {
    if (!flows()) {
      return null;
    }
    Item first = held.poll();
    return first == null ? incoming.poll() : first;
  }

  private boolean flows() {
    return ended
        || !ctx.channel().isActive()
        || (ctx.channel().isWritable() && !full.getAsBoolean());
  }

  private void hold() {
    for (Item item = incoming.poll(); item != null; item = incoming.poll()) {
      item.held();
      held.add(item);
    }
  }
}
