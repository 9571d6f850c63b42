package im.linnet.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import im.linnet.endpoint.Endpoint;
import im.linnet.stream.Transport;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Reaches a server that is in the same program: a thread with a script. Each connection is an
 * {@link End}, the server's, in the order in which they are opened.
 */
final class MemoryTransport implements Transport {

  static final Endpoint PLACE = Endpoint.at(URI.create("memory://here"));

  private static final int SECONDS = 20;

  private final BlockingQueue<End> opened = new LinkedBlockingQueue<>();
  private final @Nullable SSLSession tls;
  private final Framing framing;

  MemoryTransport() {
    this(null, Framing.STREAM);
  }

  /** A transport that is as good as TLS. */
  MemoryTransport(@Nullable SSLSession tls, Framing framing) {
    this.tls = tls;
    this.framing = framing;
  }

  @Override
  public boolean serves(Endpoint endpoint) {
    return endpoint.equals(PLACE);
  }

  @Override
  public CompletionStage<Line> open(Endpoint endpoint, Events events) {
    End end = new End(events, tls, framing);
    opened.add(end);
    return CompletableFuture.completedFuture(end);
  }

  /** The server's end of the connection that a client opens next. */
  End accept() throws InterruptedException {
    End end = opened.poll(SECONDS, TimeUnit.SECONDS);
    if (end == null) {
      throw new AssertionError("nobody connects");
    }
    return end;
  }

  /** The two ends of one connection. */
  static final class End implements Line {

    private record Written(String text, CompletableFuture<Void> taken) {}

    private final Events events;
    private final @Nullable SSLSession tls;
    private final Framing framing;
    private final Semaphore asked = new Semaphore(0);
    private final BlockingQueue<Written> written = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final AtomicLong given = new AtomicLong();
    private String heard = "";

    End(Events events, @Nullable SSLSession tls, Framing framing) {
      this.events = events;
      this.tls = tls;
      this.framing = framing;
    }

    @Override
    public void read() {
      asked.release();
    }

    @Override
    public CompletionStage<Void> write(ByteBuffer bytes) {
      // Of what the tests write, a piece is a whole element.
      Written now = new Written(UTF_8.decode(bytes).toString(), new CompletableFuture<>());
      written.add(now);
      return now.taken;
    }

    @Override
    public @Nullable SSLSession tls() {
      return tls;
    }

    @Override
    public Framing framing() {
      return framing;
    }

    @Override
    public void close() {
      closed.complete(null);
      asked.release();
    }

    /** What the client knows. */
    Events events() {
      return events;
    }

    /** Done when the client has closed it. */
    CompletableFuture<Void> closed() {
      return closed;
    }

    /** The next thing that the client writes. */
    String next() throws InterruptedException {
      Written next = written.poll(SECONDS, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("the client writes nothing");
      }
      next.taken.complete(null);
      return next.text;
    }

    /** Fails the next thing that the client writes. */
    void failNext(IOException why) throws InterruptedException {
      Written next = written.poll(SECONDS, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("the client writes nothing");
      }
      next.taken.completeExceptionally(why);
    }

    /** How many bytes the client has taken. */
    long given() {
      return given.get();
    }

    /** How many writes of the client wait to be taken. */
    int waiting() {
      return written.size();
    }

    /** Takes what the client writes, up to and with a text; gives all of it. */
    String expect(String text) throws InterruptedException {
      while (!heard.contains(text)) {
        heard += next();
      }
      int end = heard.indexOf(text) + text.length();
      String all = heard.substring(0, end);
      heard = heard.substring(end);
      return all;
    }

    /** Says something in pieces, each when the client asks for it; ends early if that is closed. */
    End say(String xml, int piece) throws InterruptedException {
      byte[] bytes = xml.getBytes(UTF_8);
      for (int from = 0; from < bytes.length && !closed.isDone(); from += piece) {
        int length = Math.min(piece, bytes.length - from);
        if (!asked.tryAcquire(SECONDS, TimeUnit.SECONDS)) {
          throw new AssertionError("nobody asks for: " + xml);
        }
        if (!closed.isDone()) {
          given.addAndGet(length);
          events.received(ByteBuffer.wrap(bytes, from, length));
        }
      }
      return this;
    }

    End say(String xml) throws InterruptedException {
      return say(xml, 1 << 14);
    }

    private End header() throws InterruptedException {
      expect("<stream:stream");
      expect(">");
      return say(
          "<?xml version='1.0'?><stream:stream xmlns='jabber:client' id='m' from='localhost'"
              + " version='1.0' xmlns:stream='http://etherx.jabber.org/streams'>");
    }

    /** Signs the client in and binds it. */
    End signIn(String mechanism, String jid) throws InterruptedException {
      header();
      say(
          "<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>"
              + mechanism
              + "</mechanism></mechanisms></stream:features>");
      expect("mechanism=\"" + mechanism + "\"");
      say("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>");
      header();
      say("<stream:features><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></stream:features>");
      String bind = expect("</iq>");
      String id = bind.replaceAll("(?s).* id=\"([^\"]*)\".*", "$1");
      return say(
          ("<iq type='result' id='%s'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>%s</jid>"
                  + "</bind></iq>")
              .formatted(id, jid));
    }
  }
}
