package im.linnet.testkit.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** One connection through a {@link DelayProxy}. All methods can be called by any thread. */
public final class DelayedConnection {
  private static final int BUFFER = 16 * 1024;

  /** How many pieces may be under way in one direction; with more, no more are read. */
  private static final int MOST_UNDER_WAY = 4096;

  private final Socket client;
  private final Socket server;
  private final long delay;
  private final Ticker ticker;
  private final long established;
  private final RoundTrips roundTrips = new RoundTrips();

  /** What was read, with its due time; no bytes for the end of the stream. */
  private static final class Piece {
    private final byte[] bytes;
    private final long due;
    private final int roundTrip;

    Piece(byte[] bytes, long due, int roundTrip) {
      this.bytes = bytes;
      this.due = due;
      this.roundTrip = roundTrip;
    }
  }

  DelayedConnection(Socket client, Socket server, long delay, Ticker ticker) {
    this.client = client;
    this.server = server;
    this.delay = delay;
    this.ticker = ticker;
    this.established = ticker.now() + 2 * delay;
  }

  /**
   * The number of round trips so far: one for TCP, and one more each time the client sends
   * something after an answer and gets an answer to that. What is sent ahead of an answer shares
   * the round trip of what was sent before it.
   */
  public int roundTrips() {
    return roundTrips.completed();
  }

  /** Resets both sides at once, without delay. */
  public void reset() {
    Sockets.reset(client);
    Sockets.reset(server);
  }

  /** Passes bytes until both sides have ended; uses this thread and three others. */
  void run() {
    Thread answers =
        Sockets.start("delay-proxy-answer", () -> pass(server, client, Direction.TO_CLIENT));
    pass(client, server, Direction.TO_SERVER);
    Sockets.join(answers);
  }

  private void pass(Socket from, Socket to, Direction direction) {
    BlockingQueue<Piece> underWay = new LinkedBlockingQueue<>(MOST_UNDER_WAY);
    Thread writer = Sockets.start("delay-proxy-writer", () -> write(underWay, from, to, direction));
    try {
      byte[] buffer = new byte[BUFFER];
      InputStream in = from.getInputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        underWay.put(piece(Arrays.copyOf(buffer, n), direction));
      }
      underWay.put(piece(new byte[0], direction));
    } catch (IOException e) {
      Sockets.reset(to);
      writer.interrupt();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Sockets.join(writer);
  }

  /** The first bytes of the client wait until a TCP connection over such a line would stand. */
  private Piece piece(byte[] bytes, Direction direction) {
    long now = ticker.now();
    boolean early = direction == Direction.TO_SERVER && established - now > 0;
    return new Piece(bytes, (early ? established : now) + delay, roundTrips.sent(direction));
  }

  private void write(BlockingQueue<Piece> underWay, Socket from, Socket to, Direction direction) {
    try {
      OutputStream out = to.getOutputStream();
      for (Piece next = underWay.take(); ; next = underWay.take()) {
        ticker.until(next.due);
        if (next.bytes.length == 0) {
          Sockets.finish(to);
          return;
        }
        // First, so that it is true once the bytes have been received.
        roundTrips.arrives(direction, next.roundTrip);
        out.write(next.bytes);
      }
    } catch (IOException e) {
      Sockets.reset(from);
      // The reader may wait for room.
      underWay.clear();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
