package im.linnet.testkit.net;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One connection through a {@link FaultProxy}. All methods can be called by any thread. */
public final class ProxiedConnection {
  private static final int BUFFER = 16 * 1024;

  private final Socket client;
  private final Socket server;
  private final Plan plan;
  private final AtomicLong toServer = new AtomicLong();
  private final AtomicLong toClient = new AtomicLong();
  private final Set<Direction> silent = ConcurrentHashMap.newKeySet();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Set<Direction> stalled = ConcurrentHashMap.newKeySet();
  private @Nullable Cut cut;
  private volatile boolean broken;

  ProxiedConnection(Socket client, Socket server, Plan plan) {
    this.client = client;
    this.server = server;
    this.plan = plan;
  }

  /** The number of bytes passed in that direction. */
  public long bytes(Direction direction) {
    return counter(direction).get();
  }

  /** Breaks the connection now. A silent one can still be ended by a FIN or reset. */
  public void cut(Cut how) {
    if (breakNow(how)) {
      show(how);
    }
  }

  /** Discards all bytes that arrive from now on in that direction. The other is not affected. */
  public void silence(Direction direction) {
    broken = true;
    silent.add(direction);
  }

  /** Returns whether it was broken, by its plan or on cue; not whether its two sides have ended. */
  public boolean isBroken() {
    return broken;
  }

  /** Returns whether both sockets of the connection are closed. */
  public boolean isClosed() {
    return client.isClosed() && server.isClosed();
  }

  /** Passes bytes until both sides have ended; uses this thread and another one. */
  void run() {
    for (Direction direction : Direction.values()) {
      Plan.CutAfter planned = plan.way(direction).cut();
      if (planned != null && planned.bytes() == 0) {
        cut(planned.how());
      }
    }
    Thread other = Sockets.start("fault-proxy-answer", () -> pump(Direction.TO_CLIENT));
    pump(Direction.TO_SERVER);
    Sockets.join(other);
    close();
  }

  void close() {
    // First, as a socket closed here must not look like one that was reset by its peer.
    stopPassing(Cut.SILENCE);
    ended.countDown();
    Sockets.close(client);
    Sockets.close(server);
  }

  private void pump(Direction direction) {
    byte[] buffer = new byte[BUFFER];
    try {
      InputStream in = from(direction).getInputStream();
      // After a cut the bytes are still read and dropped; otherwise they would turn a FIN into a
      // reset.
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        pass(direction, buffer, n);
      }
      end(() -> Sockets.finish(to(direction)));
    } catch (IOException e) {
      end(() -> Sockets.reset(to(direction)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pass(Direction direction, byte[] buffer, int length) throws InterruptedException {
    try {
      forward(direction, buffer, length);
    } catch (IOException e) {
      end(() -> Sockets.reset(from(direction)));
    }
  }

  private void forward(Direction direction, byte[] buffer, int length)
      throws IOException, InterruptedException {
    Plan.Way way = plan.way(direction);
    AtomicLong passed = counter(direction);
    int at = 0;
    for (long piece = 0; at < length && !isCut() && !silent.contains(direction); piece++) {
      if (isStopped(plan.delay()) || isStopped(stall(way, direction))) {
        return;
      }
      long room = way.room(passed.get());
      if (room == 0) {
        broken = true;
        return;
      }
      int size = (int) Math.min(Math.min(length - at, plan.chunk(piece)), room);
      write(direction, buffer, at, size);
      at += size;
    }
  }

  private void write(Direction direction, byte[] buffer, int at, int size) throws IOException {
    Plan.CutAfter planned = plan.way(direction).cut();
    // Counted and cut first, so that it is true once the last byte has been received.
    long total = counter(direction).addAndGet(size);
    Cut due = planned != null && total == planned.bytes() ? planned.how() : null;
    boolean last = due != null && breakNow(due);
    try {
      to(direction).getOutputStream().write(buffer, at, size);
    } finally {
      if (due != null && last) {
        show(due);
      }
    }
  }

  /** Waits. Returns true if the connection ended in the meantime. */
  private boolean isStopped(Duration time) throws InterruptedException {
    return !time.isZero() && ended.await(TimeUnit.NANOSECONDS.convert(time), TimeUnit.NANOSECONDS);
  }

  /** How long to hold back now; called only by the thread of that direction. */
  private Duration stall(Plan.Way way, Direction direction) {
    Plan.StallAfter stall = way.stall();
    if (stall == null || counter(direction).get() < stall.bytes() || !stalled.add(direction)) {
      return Duration.ZERO;
    }
    return stall.time();
  }

  private boolean breakNow(Cut how) {
    boolean now = stopPassing(how);
    broken |= now;
    return now;
  }

  /** Stops passing bytes. Returns false if the connection was already closed or reset. */
  private synchronized boolean stopPassing(Cut how) {
    boolean open = cut == null || cut == Cut.SILENCE;
    if (open) {
      cut = how;
    }
    return open;
  }

  /** Makes both sides see the cut. */
  private void show(Cut how) {
    switch (how) {
      case FIN -> {
        Sockets.finish(client);
        Sockets.finish(server);
      }
      case RST -> {
        Sockets.reset(client);
        Sockets.reset(server);
      }
      case SILENCE -> {}
    }
  }

  /** Passes the end of one side on, or hides it, so that the other talks to nobody. */
  private void end(Runnable passOn) {
    if (plan.hidesEnd()) {
      stopPassing(Cut.SILENCE);
    } else if (!isCut()) {
      passOn.run();
    }
  }

  private Socket from(Direction direction) {
    return direction == Direction.TO_SERVER ? client : server;
  }

  private Socket to(Direction direction) {
    return direction == Direction.TO_SERVER ? server : client;
  }

  private synchronized boolean isCut() {
    return cut != null;
  }

  private AtomicLong counter(Direction direction) {
    return direction == Direction.TO_SERVER ? toServer : toClient;
  }
}
