package im.linnet.internal.outgoing;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import im.linnet.internal.management.Count;
import im.linnet.internal.management.Ledger;
import im.linnet.stanza.Stanza;
import im.linnet.xml.Element;
import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Acknowledgements on one connection (XEP-0198, section 4): asks for them by count and by time, but
 * not about requests that were answered; and gives them, once for all that the server asked in a
 * while, for what subscribers are done with. Belongs to the event loop.
 */
public final class Acknowledgements {

  /** After so many stanzas the server is asked, whoever waits for it. */
  public static final int EVERY = 32;

  /** After so much time since the first of them, if there were fewer. */
  public static final Duration AFTER = Duration.ofSeconds(5);

  /** How far apart the answers are, at least. */
  public static final Duration APART = Duration.ofMillis(20);

  /** How long an answer waits for subscribers that are at work; then it tells how far they came. */
  public static final Duration PATIENCE = Duration.ofSeconds(1);

  /**
   * How many stanzas may wait for subscribers unacknowledged; beyond, the oldest count as handled,
   * as a server keeps but so many (MongooseIM 100, Prosody 500).
   */
  public static final int MOST_WAITING = 64;

  private static final Logger LOG = LoggerFactory.getLogger(Acknowledgements.class);
  private static final Element REQUEST = Element.of("r", Ledger.NAMESPACE);

  private final ChannelHandlerContext ctx;
  private final Ledger ledger;
  private final Watch watch;
  private final Delivery delivery;
  private int unasked;

  /** How many of those unasked for somebody waits for. */
  private int awaited;

  private Debt debt = Debt.NOTHING;
  private long owedSince;
  private Pace pace = Pace.USUAL;

  /** How a count that can't be read is logged: the first one is worth a warning. */
  private Level complaint = Level.WARN;

  private @Nullable Future<?> timer;
  private @Nullable Future<?> nextAnswer;
  private long nextAnswerAt;

  /** From when on the server is answered again, by the event loop's ticker. */
  private long answersFrom;

  /** Who watches whether the server is there. */
  public interface Watch {

    /** The server was asked something that it has to answer. */
    void asked();

    /** The server has shown that it is there. */
    void proved();
  }

  /** What the server is to hear. */
  private enum Debt {
    NOTHING,
    /** The last answer left something out that subscribers had not had. */
    REST,
    /** The server has asked since the last answer. */
    ANSWER
  }

  /** When it hears it. */
  private enum Pace {
    USUAL,
    /** At once, as nobody looks (XEP-0352). */
    PROMPT,
    /** Not any more: the connection is over. */
    STOPPED
  }

  /** What becomes of the stanzas that were received. */
  public interface Delivery {

    /** How many of those that came last wait for subscribers. */
    long unseen();

    /** Whether nobody knows when subscribers will be called, if ever. */
    boolean isStopped();

    /** Runs a task, on any thread, as subscribers who are not done with what has come get there. */
    void whenSeen(Runnable task);
  }

  /** Of one connection of a managed stream. */
  public Acknowledgements(
      ChannelHandlerContext ctx, Ledger ledger, Watch watch, Delivery delivery) {
    this.ctx = ctx;
    this.ledger = ledger;
    this.watch = watch;
    this.delivery = delivery;
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
    awaited += waitedFor ? 1 : 0;
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
      awaited++;
    }
    batchWritten();
    ctx.flush();
  }

  /** Asks at the end of a batch, before it is flushed, if it is time to. */
  void batchWritten() {
    if (awaited > 0 || unasked >= EVERY || ledger.isFull()) {
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
  public void probe() {
    request();
    ctx.flush();
  }

  private void request() {
    unasked = 0;
    awaited = 0;
    stopAsking();
    watch.asked();
    ctx.write(REQUEST);
  }

  /** Counts what was read, if it is of the kind that counts; whether it can be read or not. */
  public boolean received(Element element) {
    boolean counts = element.namespace().equals(Stanza.NAMESPACE) && isStanza(element.name());
    if (counts) {
      ledger.received();
    }
    return counts;
  }

  private static boolean isStanza(String name) {
    return name.equals("message") || name.equals("presence") || name.equals("iq");
  }

  /** Takes an element that is about stanzas and none itself; false if it is anything else. */
  public boolean takes(Element element) {
    if (element.is("r", Ledger.NAMESPACE)) {
      owedSince = owes() ? owedSince : now();
      debt = Debt.ANSWER;
      return true;
    }
    if (!element.is("a", Ledger.NAMESPACE)) {
      return false;
    }
    watch.proved();
    long h = Count.read(element.attribute("h"));
    if (h == Count.MALFORMED) {
      LOG.atLevel(complaint).log("The server acknowledged without a readable count: ignored");
      complaint = Level.DEBUG;
    } else {
      ledger.acknowledge(h);
    }
    return true;
  }

  /**
   * Answers what was asked, as soon as the connection takes it and subscribers are done with what
   * came: at once, unless there was an answer just now. A server that asks after each stanza, once
   * it has its answer, asks much less often so; the XEP lets a client collect stanzas over a period
   * of time.
   */
  public void answer() {
    if (!owes() || !ctx.channel().isWritable()) {
      return;
    }
    long now = now();
    long early = pace == Pace.PROMPT ? 0 : Math.max(answersFrom - now, patience(now));
    if (early > 0) {
      answerAt(now, now + early);
      return;
    }
    stopAnswering();
    long before = ledger.told();
    Element count = count(waiting());
    boolean news = debt == Debt.ANSWER || ledger.told() != before;
    // What was left out is acknowledged when subscribers have had it, asked for or not.
    debt = ledger.owes() ? Debt.REST : Debt.NOTHING;
    owedSince = now;
    if (debt == Debt.REST) {
      delivery.whenSeen(this::seen);
      answerAt(now, now + PATIENCE.toNanos());
    }
    if (news) {
      answersFrom = now + APART.toNanos();
      ctx.writeAndFlush(count);
    }
  }

  private boolean owes() {
    return debt != Debt.NOTHING;
  }

  private void answerAt(long now, long when) {
    if (nextAnswer == null || when - nextAnswerAt < 0) {
      stopAnswering();
      nextAnswerAt = when;
      nextAnswer = ctx.executor().schedule(this::answerAgain, when - now, NANOSECONDS);
    }
  }

  /** How long to wait for subscribers yet; they may be done sooner. */
  private long patience(long now) {
    long unseen = delivery.unseen();
    if (unseen == 0 || (unseen > MOST_WAITING && !delivery.isStopped())) {
      return 0;
    }
    delivery.whenSeen(this::seen);
    return owedSince + PATIENCE.toNanos() - now;
  }

  private void seen() {
    try {
      ctx.executor().execute(this::answerSooner);
    } catch (RejectedExecutionException shutDown) {
      // Then there is nobody to answer.
    }
  }

  private void answerSooner() {
    if (pace != Pace.STOPPED) {
      answer();
    }
  }

  /** How many stanzas to leave unacknowledged, as subscribers have not had them. */
  private long waiting() {
    long unseen = delivery.unseen();
    if (delivery.isStopped()) {
      return unseen;
    }
    // Nobody looks: the server is to be heard of each that it lets through.
    return pace == Pace.PROMPT ? 0 : Math.min(unseen, MOST_WAITING);
  }

  /**
   * Sets whether each request is answered at once: where nobody looks (XEP-0352) the server holds
   * stanzas back until it hears of the client, and a late answer would release those come since.
   */
  public void prompt(boolean always) {
    if (pace != Pace.STOPPED) {
      pace = always ? Pace.PROMPT : Pace.USUAL;
    }
    answer();
  }

  private void answerAgain() {
    nextAnswer = null;
    answer();
  }

  /** The last word before the stream is closed in order: both sides tell how far they came. */
  void conclude() {
    debt = Debt.NOTHING;
    ctx.write(count(delivery.isStopped() ? delivery.unseen() : 0));
    ask();
  }

  private Element count(long waiting) {
    return Element.builder("a", Ledger.NAMESPACE)
        .attribute("h", Long.toString(ledger.handled(waiting)))
        .build();
  }

  /** The connection is over. */
  void stop() {
    pace = Pace.STOPPED;
    stopAsking();
    stopAnswering();
  }

  private void stopAnswering() {
    if (nextAnswer != null) {
      nextAnswer.cancel(false);
      nextAnswer = null;
    }
  }

  private void stopAsking() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }
}
