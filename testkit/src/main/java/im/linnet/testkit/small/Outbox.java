package im.linnet.testkit.small;

import im.linnet.testkit.wire.Wire;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * What is still to be written to one peer, in order. A thread of its own writes, so that a peer
 * that does not read holds up nobody else; one that has too much unread is cut off.
 */
final class Outbox {
  private static final int LARGEST = 100_000;

  /** An empty text means that the output ends. */
  private static final String END = "";

  private final BlockingQueue<String> texts = new LinkedBlockingQueue<>(LARGEST);
  private final Wire wire;
  private final Thread writer;
  private volatile boolean ended;

  Outbox(Wire wire, Threads threads, String name) {
    this.wire = wire;
    this.writer = threads.start(name, this::run);
  }

  /** Queues a text; ignored after {@link #end}. */
  void send(String xml) {
    if (!ended && !texts.offer(xml)) {
      wire.abort();
    }
  }

  /** Queues the last text; after it the output ends. Only the first call counts. */
  void end(String last) {
    if (!ended) {
      send(last);
      ended = true;
      if (!texts.offer(END)) {
        wire.abort();
      }
    }
  }

  /** Waits until the last text is written or the peer is gone. */
  void join() {
    Threads.join(writer);
    writer.interrupt();
  }

  private void run() {
    try {
      for (String text = texts.take(); !text.equals(END); text = texts.take()) {
        wire.write(text);
      }
      wire.endOutput();
    } catch (IOException e) {
      // The peer has left; the reading thread handles that.
      wire.abort();
    } catch (InterruptedException e) {
      // The connection has ended before all was written.
      wire.abort();
    }
  }
}
