package im.linnet.internal.outgoing;

import im.linnet.failure.RefusedException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Items that any thread submitted and the event loop has not written yet. They are written in order
 * and flushed once a batch. Bounded in number and weight; while the peer does not read, or there is
 * no connection, items are kept.
 */
public final class Outbox {

  /** How many items may wait. */
  public static final int CAPACITY = 16_384;

  /** How many answers may wait in addition, because every request must be answered. */
  static final int RESERVE = 4_096;

  /** How much the items may weigh together; a single item may weigh more. */
  public static final long MOST_WEIGHT = 16L << 20;

  /** For what the program sends. */
  static final Allowance.Limits STANZAS = new Allowance.Limits(CAPACITY, MOST_WEIGHT);

  private static final Allowance.Limits ANSWERS =
      new Allowance.Limits(CAPACITY + RESERVE, 2 * MOST_WEIGHT);

  /** Something to send. Its methods are called on the event loop, except {@link #weight}. */
  interface Item {

    /** {@return its weight while it waits, see {@link im.linnet.internal.management.Weight}} */
    long weight();

    /** Writes the item, or fails it if it is too late. */
    void write();

    /** Called once if the item has to wait because the connection is not writable. */
    default void held() {}
  }

  /**
   * Where items are written.
   *
   * @param ctx the connection; null if there is none and they are only counted and recorded
   * @param full returns whether writing has to stop for now
   * @param batchWritten called after a batch, before it is flushed
   */
  record Outlet(@Nullable ChannelHandlerContext ctx, BooleanSupplier full, Runnable batchWritten) {

    boolean flows() {
      return (ctx == null || ctx.channel().isWritable()) && !full.getAsBoolean();
    }

    void end() {
      batchWritten.run();
      if (ctx != null) {
        ctx.flush();
      }
    }
  }

  private final EventExecutor loop;
  private final Queue<Item> incoming = new ConcurrentLinkedQueue<>();
  private final Allowance room = new Allowance();
  private final AtomicBoolean scheduled = new AtomicBoolean();

  // Belong to the event loop.
  private final Queue<Item> held = new ArrayDeque<>(2);
  private @Nullable Outlet outlet;
  private boolean ended;
  private @Nullable Runnable emptied;

  /**
   * An empty outbox without a connection.
   *
   * @param loop the client's event loop
   */
  Outbox(EventExecutor loop) {
    this.loop = loop;
  }

  /**
   * Adds an item; from any thread.
   *
   * @throws RefusedException if the outbox is full
   * @throws RejectedExecutionException if the event loop is shut down
   */
  void add(Item item) {
    add(item, STANZAS);
  }

  /** Adds an answer, for which there is extra room. */
  void addAnswer(Item item) {
    add(item, ANSWERS);
  }

  private void add(Item item, Allowance.Limits limits) {
    switch (room.take(item.weight(), limits)) {
      case TAKEN -> put(item);
      case TOO_HEAVY -> throw full("stanzas of %d MiB".formatted(MOST_WEIGHT >> 20));
      case TOO_MANY -> throw full("%d stanzas".formatted(CAPACITY));
    }
  }

  private static RefusedException full(String what) {
    return RefusedException.full(
        "The outgoing queue is full: %s wait for a server that does not read or acknowledge, or"
                .formatted(what)
            + " for the connection to come back; wait for earlier sends to complete before the"
            + " next");
  }

  /** Whether no item waits; any thread may ask. */
  boolean isEmpty() {
    return room.isUnused();
  }

  /** Adds the last item; there is always room for it. */
  void addLast(Item item) {
    room.takeAnyway(item.weight());
    put(item);
  }

  private void put(Item item) {
    incoming.add(item);
    if (scheduled.compareAndSet(false, true)) {
      try {
        loop.execute(this::drain);
      } catch (RejectedExecutionException shutDown) {
        // Reset, so that the next caller is rejected too and does not rely on a drain that never
        // runs.
        scheduled.set(false);
        throw shutDown;
      }
    }
  }

  /** There is a connection: writes the items that wait. */
  void open(Outlet to) {
    outlet = to;
    drain();
  }

  /** The connection is gone; items are kept for the next one. */
  void shut() {
    outlet = null;
    hold();
  }

  /** The stream is over: items fail, now and from now on. */
  void end() {
    ended = true;
    drain();
  }

  /** Writes the items that wait, as long as the connection is writable; on the event loop. */
  void drain() {
    scheduled.set(false);
    boolean wrote = false;
    for (Item item = next(); item != null; item = next()) {
      room.giveBack(item.weight());
      item.write();
      wrote = true;
    }
    Outlet to = outlet;
    if (wrote && to != null) {
      to.end();
    }
    if (!flows()) {
      hold();
    }
    Runnable done = emptied;
    if (done != null && isEmpty()) {
      emptied = null;
      done.run();
    }
  }

  /** Runs a task once no item waits; at once if none does. On the event loop. */
  void whenEmpty(Runnable task) {
    emptied = task;
    drain();
  }

  /** Removes and returns all items that wait, in order. On the event loop. */
  List<Item> takeBack() {
    List<Item> all = new ArrayList<>(held);
    held.clear();
    for (Item item = incoming.poll(); item != null; item = incoming.poll()) {
      all.add(item);
    }
    all.forEach(item -> room.giveBack(item.weight()));
    return all;
  }

  private @Nullable Item next() {
    if (!flows()) {
      return null;
    }
    Item first = held.poll();
    return first == null ? incoming.poll() : first;
  }

  private boolean flows() {
    Outlet to = outlet;
    return ended || (to != null && to.flows());
  }

  private void hold() {
    for (Item item = incoming.poll(); item != null; item = incoming.poll()) {
      item.held();
      held.add(item);
    }
  }
}
