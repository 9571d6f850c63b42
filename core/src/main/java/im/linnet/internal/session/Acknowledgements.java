package im.linnet.internal.session;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import im.linnet.internal.management.Count;
import im.linnet.internal.management.Ledger;
import im.linnet.stanza.Stanza;
import im.linnet.xml.Element;
import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Acknowledgements on one connection (XEP-0198, section 4): asks for them by count and by time, but
 * not about requests that were answered; and gives them, once for all that the server asked in a
 * while. Belongs to the event loop.
 */
final class Acknowledgements {

  /** After so many stanzas the server is asked, whoever waits for it. */
  static final int EVERY = 32;

  /** After so much time since the first of them, if there were fewer. */
  static final Duration AFTER = Duration.ofSeconds(5);

  /** How far apart the answers are, at least. */
  static final Duration APART = Duration.ofMillis(20);

  private static final Logger LOG = LoggerFactory.getLogger(Acknowledgements.class);
  private static final Element REQUEST = Element.of("r", Ledger.NAMESPACE);

  private final ChannelHandlerContext ctx;
  private final Ledger ledger;
  private final Liveness liveness;
  private int unasked;
  private boolean awaited;
  private boolean owed;
  private boolean prompt;
  private boolean warned;
  private @Nullable Future<?> timer;
  private @Nullable Future<?> nextAnswer;

  /** From when on the server is answered again, by the event loop's ticker. */
  private long answersFrom;

  Acknowledgements(ChannelHandlerContext ctx, Ledger ledger, Liveness liveness) {
    this.ctx = ctx;
    this.ledger = ledger;
    this.liveness = liveness;
    answersFrom = now();
  }

  private long now() {
    return ctx.executor().ticker().nanoTime();
  }

  /** Whether the connection's next stanza has to wait. */
  boolean isFull() {
    return ledger.isFull();
  }

  /** Whether something was sent of which it is not known that the server has it. */
  boolean isAwaiting() {
    return ledger.size() > 0;
  }

  /** Notes a stanza that was written; somebody may wait for its acknowledgement. */
  void sent(Ledger.Entry entry, boolean waitedFor) {
    ledger.sent(entry);
    unasked++;
    awaited |= waitedFor;
  }

  /** A request was answered: when all that was sent has arrived, there is nothing to ask. */
  void answered(Element request) {
    ledger.answered(request);
    if (ledger.size() == 0) {
      unasked = 0;
    }
  }

  /** Writes all again that was not acknowledged, in order: the stream goes on. */
  void resend() {
    for (Ledger.Entry entry : ledger.waiting()) {
      ctx.write(entry.stanza())
          .addListener(
              written -> {
                if (written.isSuccess()) {
                  entry.written();
                }
              });
      unasked++;
      awaited = true;
    }
    batchWritten();
    ctx.flush();
  }

  /** Asks at the end of a batch, before it is flushed, if it is time to. */
  void batchWritten() {
    if (awaited || unasked >= EVERY || ledger.isFull()) {
      ask();
    } else if (unasked > 0 && timer == null) {
      timer = ctx.executor().schedule(this::due, AFTER.toNanos(), NANOSECONDS);
    }
  }

  private void due() {
    timer = null;
    if (unasked > 0) {
      ask();
      ctx.flush();
    }
  }

  private void ask() {
    if (unasked > 0) {
      request();
    }
  }

  /** Asks although nothing new was sent: that an answer comes shows that the server is there. */
  void probe() {
    request();
    ctx.flush();
  }

  private void request() {
    unasked = 0;
    awaited = false;
    stopAsking();
    liveness.asked();
    ctx.write(REQUEST);
  }

  /** Counts what was read, if it is of the kind that counts; whether it can be read or not. */
  void received(Element element) {
    if (element.namespace().equals(Stanza.NAMESPACE) && isStanza(element.name())) {
      ledger.received();
    }
  }

  private static boolean isStanza(String name) {
    return name.equals("message") || name.equals("presence") || name.equals("iq");
  }

  /** Takes an element that is about stanzas and none itself; false if it is anything else. */
  boolean takes(Element element) {
    if (element.is("r", Ledger.NAMESPACE)) {
      owed = true;
      return true;
    }
    if (!element.is("a", Ledger.NAMESPACE)) {
      return false;
    }
    liveness.proved();
    long h = Count.read(element.attribute("h"));
    if (h == Count.MALFORMED) {
      LOG.atLevel(warned ? Level.DEBUG : Level.WARN)
          .log("The server acknowledged without a readable count: ignored");
      warned = true;
    } else {
      ledger.acknowledge(h);
    }
    return true;
  }

  /**
   * Answers what was asked, as soon as the connection takes it: at once, unless there was an answer
   * just now. A server that asks after each stanza, once it has its answer, asks much less often
   * so; the XEP lets a client collect stanzas over a period of time.
   */
  void answer() {
    if (!owed || (nextAnswer != null && !prompt) || !ctx.channel().isWritable()) {
      return;
    }
    long now = now();
    long early = answersFrom - now;
    if (early > 0 && !prompt) {
      nextAnswer = ctx.executor().schedule(this::answerAgain, early, NANOSECONDS);
      return;
    }
    owed = false;
    answersFrom = now + APART.toNanos();
    ctx.writeAndFlush(count());
  }

  /**
   * Sets whether each request is answered at once: where nobody looks (XEP-0352) the server holds
   * stanzas back until it hears of the client, and a late answer would release those come since.
   */
  void prompt(boolean always) {
    prompt = always;
    answer();
  }

  private void answerAgain() {
    nextAnswer = null;
    answer();
  }

  /** The last word before the stream is closed in order: both sides tell how far they came. */
  void conclude() {
    owed = false;
    ctx.write(count());
    ask();
  }

  private Element count() {
    return Element.builder("a", Ledger.NAMESPACE)
        .attribute("h", Long.toString(ledger.handled()))
        .build();
  }

  /** The connection is over. */
  void stop() {
    stopAsking();
    if (nextAnswer != null) {
      nextAnswer.cancel(false);
    }
  }

  private void stopAsking() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }
}
