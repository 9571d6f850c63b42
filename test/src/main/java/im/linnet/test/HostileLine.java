package im.linnet.test;

import im.linnet.endpoint.Endpoint;
import im.linnet.stream.Transport;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The server's end of one connection in memory. The client takes it for a connection under TLS, so
 * it sends passwords. One thread uses it besides the client.
 */
final class HostileLine implements Transport.Line {

  static final Endpoint PLACE = Endpoint.at(URI.create("memory://hostile"));

  private final Transport.Events events;
  private final SSLSession tls = session();
  private final Semaphore asked = new Semaphore(0);
  private final BlockingQueue<String> written = new LinkedBlockingQueue<>();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private final CompletableFuture<Void> broken = new CompletableFuture<>();
  private final StringBuilder all = new StringBuilder();
  private final long most;
  private String heard = "";

  private HostileLine(Transport.Events events, long most) {
    this.events = events;
    this.most = most;
  }

  /** A transport whose connections arrive in a queue, and take so many bytes of ASCII each. */
  static Transport transport(BlockingQueue<HostileLine> opened, long most) {
    return new Transport() {
      @Override
      public boolean serves(Endpoint endpoint) {
        return endpoint.equals(PLACE);
      }

      @Override
      public CompletionStage<Transport.Line> open(Endpoint endpoint, Transport.Events events) {
        HostileLine line = new HostileLine(events, most);
        opened.add(line);
        return CompletableFuture.completedFuture(line);
      }
    };
  }

  @Override
  public void read() {
    asked.release();
  }

  @Override
  public CompletionStage<Void> write(ByteBuffer bytes) {
    String text = StandardCharsets.UTF_8.decode(bytes).toString();
    synchronized (all) {
      long room = most - all.length();
      all.append(text, 0, (int) Math.min(text.length(), room));
      if (room < text.length()) {
        broken.complete(null);
        written.add("");
        return CompletableFuture.failedFuture(new IOException("Broken pipe"));
      }
    }
    written.add(text);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public SSLSession tls() {
    return tls;
  }

  private static SSLSession session() {
    try {
      return SSLContext.getDefault().createSSLEngine().getSession();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    closed.complete(null);
    asked.release();
    written.add("");
  }

  /** Whether the client has closed it, or nothing more is taken from the client. */
  boolean isOver() {
    return closed.isDone() || broken.isDone();
  }

  /** Done when the client sends more than is taken. */
  CompletableFuture<Void> broken() {
    return broken;
  }

  /** Done when the client has closed it. */
  CompletableFuture<Void> closed() {
    return closed;
  }

  /** All that the client has written. */
  String all() {
    synchronized (all) {
      return all.toString();
    }
  }

  /**
   * Waits until the client has written a text, or has closed.
   *
   * @return what it wrote up to it, or null if it did not come in time
   */
  @Nullable String hear(String text, long millis) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (!heard.contains(text)) {
      String next = written.poll(isOver() ? 0 : Math.max(1, left(deadline)), TimeUnit.MILLISECONDS);
      if (next == null && (isOver() || left(deadline) <= 0)) {
        return null;
      }
      heard += next == null ? "" : next;
    }
    int end = heard.indexOf(text) + text.length();
    String upTo = heard.substring(0, end);
    heard = heard.substring(end);
    return upTo;
  }

  private static long left(long deadline) {
    return TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
  }

  /** Sends bytes in pieces, each when the client asks for it, until the client closes. */
  void say(byte[] bytes, Chunking chunking, long millis) throws InterruptedException {
    int from = 0;
    for (int size : chunking.sizes(bytes.length)) {
      if (closed.isDone()) {
        return;
      }
      if (!asked.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
        throw new AssertionError("the client does not read on after " + from + " bytes");
      }
      if (!closed.isDone()) {
        events.received(ByteBuffer.wrap(bytes, from, size));
      }
      from += size;
    }
  }

  /** Ends the connection, in order or by a reset. */
  void end(boolean reset) {
    if (!closed.isDone()) {
      events.closed(reset ? new IOException("Connection reset by peer") : null);
    }
  }
}
