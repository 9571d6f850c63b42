package im.linnet.benchmarks.memory;

import im.linnet.endpoint.Endpoint;
import im.linnet.stream.Transport;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;

/**
 * A server in this JVM, without a network. It signs the client in by PLAIN, answers nothing after
 * that, and sends what it is given as fast as the client reads.
 */
public final class MemoryLine implements Transport.Line {

  static final Endpoint PLACE = Endpoint.at(URI.create("memory://flood"));

  private static final int CHUNK = 16 * 1024;
  private static final long LIMIT_SECONDS = 120;
  private static final String HEADER =
      "<stream:stream xmlns='jabber:client' id='h' from='localhost' version='1.0'"
          + " xmlns:stream='http://etherx.jabber.org/streams'>";

  private final Transport.Events events;
  private final Semaphore asked = new Semaphore(0);
  private final StringBuilder heard = new StringBuilder();

  MemoryLine(Transport.Events events) {
    this.events = events;
  }

  /** A transport whose only connection is handed over. */
  static Transport transport(CompletableFuture<MemoryLine> opened) {
    return new Transport() {
      @Override
      public boolean serves(Endpoint endpoint) {
        return endpoint.equals(PLACE);
      }

      @Override
      public CompletionStage<Transport.Line> open(Endpoint endpoint, Transport.Events events) {
        MemoryLine line = new MemoryLine(events);
        opened.complete(line);
        return CompletableFuture.completedFuture(line);
      }
    };
  }

  /** Signs the client in, with stream management, which is never acknowledged. */
  void loginManaged() throws InterruptedException, TimeoutException {
    login("<sm xmlns='urn:xmpp:sm:3'/>");
    hear("<enable");
    say("<enabled xmlns='urn:xmpp:sm:3'/>");
  }

  /** Signs the client in, without stream management. */
  void login() throws InterruptedException, TimeoutException {
    login("");
  }

  private void login(String feature) throws InterruptedException, TimeoutException {
    hear("version=\"1.0\"");
    say(HEADER + mechanisms());
    hear("</auth>");
    say("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>");
    hear("version=\"1.0\"");
    say(
        HEADER
            + "<stream:features><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>"
            + feature
            + "</stream:features>");
    String request = hear("</iq>");
    say(
        "<iq type='result' id='%s'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>%s</jid></bind></iq>"
            .formatted(id(request), "juliet@localhost/balcony"));
  }

  private static String mechanisms() {
    return "<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
        + "<mechanism>PLAIN</mechanism></mechanisms></stream:features>";
  }

  /** {@return the last id in a text} */
  public static String id(String text) {
    int start = text.lastIndexOf(" id=\"") + 5;
    return text.substring(start, text.indexOf('"', start));
  }

  /**
   * Waits for a text of the client.
   *
   * @param text the text
   * @return what it has sent up to that, with it
   * @throws TimeoutException if it does not come
   * @throws InterruptedException if the thread was interrupted
   */
  public String hear(String text) throws InterruptedException, TimeoutException {
    synchronized (heard) {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
      while (heard.indexOf(text) < 0) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
          throw new TimeoutException("The client does not send " + text);
        }
        heard.wait(left);
      }
      int stop = heard.indexOf(text) + text.length();
      String upTo = heard.substring(0, stop);
      heard.delete(0, stop);
      return upTo;
    }
  }

  /**
   * Sends a text.
   *
   * @param text the text
   * @throws TimeoutException if the client has stopped reading
   * @throws InterruptedException if the thread was interrupted
   */
  public void say(String text) throws InterruptedException, TimeoutException {
    say(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Sends bytes, as fast as the client asks for them.
   *
   * @param bytes the bytes
   * @throws TimeoutException if the client has stopped reading
   * @throws InterruptedException if the thread was interrupted
   */
  public void say(byte[] bytes) throws InterruptedException, TimeoutException {
    for (int at = 0; at < bytes.length; at += CHUNK) {
      if (!asked.tryAcquire(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new TimeoutException("The client has stopped reading at " + at);
      }
      events.received(ByteBuffer.wrap(bytes, at, Math.min(CHUNK, bytes.length - at)));
    }
  }

  @Override
  public void read() {
    asked.release();
  }

  /** Of long floods of answers only the last part is kept. */
  @Override
  public CompletionStage<Void> write(ByteBuffer bytes) {
    String text = StandardCharsets.UTF_8.decode(bytes).toString();
    synchronized (heard) {
      if (heard.length() > CHUNK) {
        heard.delete(0, heard.length() - CHUNK / 2);
      }
      heard.append(text);
      heard.notifyAll();
    }
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public SSLSession tls() {
    try {
      return SSLContext.getDefault().createSSLEngine().getSession();
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }

  @Override
  public void close() {
    asked.release(Integer.MAX_VALUE / 2);
  }
}
