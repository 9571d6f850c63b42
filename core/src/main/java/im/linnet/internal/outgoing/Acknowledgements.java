package im.linnet.internal.outgoing;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import im.linnet.internal.management.Count;
import im.linnet.internal.management.Ledger;
import im.linnet.internal.management.Records;
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
 * Acknowledgements on one connection (XEP-0198, section 4). Requests them after a number of stanzas
 * or a time, except where an answered request already proves receipt. Answers the server's
 * requests, several at once where they come in quick succession, for the stanzas that subscribers
 * have handled. Belongs to the event loop.
 */
public final class Acknowledgements {

  /**
   * After this many stanzas an acknowledgement is requested, whether a sender waits for it or not.
   */
  public static final int EVERY = 32;

  /** If there are fewer: how long after the first of them an acknowledgement is requested. */
  public static final Duration AFTER = Duration.ofSeconds(5);

  /** The shortest time between two answers. */
  public static final Duration APART = Duration.ofMillis(20);

  /**
   * How long an answer waits for subscribers that are still working; after that it reports how far
   * they are.
   */
  public static final Duration PATIENCE = Duration.ofSeconds(1);

  /**
   * How many received stanzas may stay unacknowledged while they wait for subscribers. Beyond that
   * the oldest are acknowledged, because servers limit their queues of unacknowledged stanzas
   * (MongooseIM 100, Prosody 500).
   */
  public static final int MOST_WAITING = 64;

  private static final Logger LOG = LoggerFactory.getLogger(Acknowledgements.class);
  private static final Element REQUEST = Element.of("r", Ledger.NAMESPACE);

  private final ChannelHandlerContext ctx;
  private final Ledger ledger;
  private final Records records;
  private final Watch watch;
  private final Delivery delivery;
  private final Submitted submitted;
  private int unasked;

  /** How many of the stanzas not yet requested have a sender that waits for the acknowledgement. */
  private int awaited;

  private Debt debt = Debt.NOTHING;
  private boolean recording;
  private long owedSince;
  private Pace pace = Pace.USUAL;

  /** The level at which an unreadable count is logged: the first one is a warning. */
  private Level complaint = Level.WARN;

  private @Nullable Future<?> timer;
  private @Nullable Future<?> nextAnswer;
  private long nextAnswerAt;

  /** The time from which the server may be answered again, by the event loop's ticker. */
  private long answersFrom;

  /** Watches whether the server is alive. */
  public interface Watch {

    /** The server was sent something that it must answer. */
    void asked();

    /** The server has shown that it is alive. */
    void proved();
  }

  /** What is still owed to the server. */
  private enum Debt {
    NOTHING,
    /** The last answer left out stanzas that subscribers had not handled. */
    REST,
    /** The server has requested an acknowledgement since the last answer. */
    ANSWER
  }

  /** When the server is answered. */
  private enum Pace {
    USUAL,
    /** At once, because the client is inactive (XEP-0352). */
    PROMPT,
    /** Never again: the connection is over. */
    STOPPED
  }

  /** The progress of received stanzas through the subscribers. */
  public interface Delivery {

    /** How many of the last stanzas wait for subscribers. */
    long unseen();

    /** Whether callbacks are stopped, with no telling when they resume. */
    boolean isStopped();

    /** Runs a task, on any thread, each time a lagging subscriber has caught up. */
    void whenSeen(Runnable task);
  }

  /** What has been given to the client to send. */
  @FunctionalInterface
  public interface Submitted {

    /** Runs a task, on the event loop, once everything given so far is with the journal. */
    void whenRecording(Runnable task);
  }

  /** For one connection of a managed stream. */
  public Acknowledgements(
      ChannelHandlerContext ctx,
      Ledger ledger,
      Records records,
      Watch watch,
      Delivery delivery,
      Submitted submitted) {
    this.ctx = ctx;
    this.ledger = ledger;
    this.records = records;
    this.watch = watch;
    this.delivery = delivery;
    this.submitted = submitted;
    answersFrom = now();
  }

  private long now() {
    return ctx.executor().ticker().nanoTime();
  }

  /** The stream's counters. */
  Ledger ledger() {
    return ledger;
  }

  /** Whether the next stanza has to wait. */
  boolean isFull() {
    return ledger.isFull();
  }

  /** Whether something was sent whose receipt has not been confirmed. */
  boolean isAwaiting() {
    return ledger.size() > 0;
  }

  /** Notes a stanza that was written, and whether its sender waits for the acknowledgement. */
  void sent(Ledger.Entry entry, boolean waitedFor) {
    ledger.sent(entry);
    unasked++;
    awaited += waitedFor ? 1 : 0;
  }

  /** A request was answered: if that confirms everything sent, no acknowledgement is requested. */
  void answered(Element request) {
    ledger.answered(request);
    if (ledger.size() == 0) {
      unasked = 0;
    }
  }

  /** Writes everything again that was not acknowledged, in order, after the stream was resumed. */
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

  /** Requests an acknowledgement at the end of a batch, before the flush, if one is due. */
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

  /**
   * Requests an acknowledgement although nothing new was sent: an answer shows that the server is
   * alive.
   */
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

  /** Counts an element that was read, if it is a stanza, whether or not it can be parsed. */
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

  /** Handles an element of stream management; false if it is anything else. */
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
      records.acknowledged(ledger.confirmed());
    }
    return true;
  }

  /**
   * Answers the server's request as soon as the connection is writable and subscribers have handled
   * what came: at once, unless the last answer was just now. A server that asks after each stanza,
   * as soon as it has its answer, asks much less often this way; the XEP allows a client to collect
   * stanzas over a period of time.
   */
  public void answer() {
    if (!owes() || !ctx.channel().isWritable() || recording) {
      return;
    }
    long now = now();
    long early = pace == Pace.PROMPT ? 0 : Math.max(answersFrom - now, patience(now));
    if (early > 0) {
      answerAt(now, now + early);
      return;
    }
    stopAnswering();
    long before = ledger.reported();
    long count = ledger.handled(waiting());
    boolean news = debt == Debt.ANSWER || ledger.reported() != before;
    // What was left out is acknowledged once subscribers have handled it, requested or not.
    debt = ledger.owes() ? Debt.REST : Debt.NOTHING;
    owedSince = now;
    if (debt == Debt.REST) {
      delivery.whenSeen(this::seen);
      answerAt(now, now + PATIENCE.toNanos());
    }
    if (news) {
      answersFrom = now + APART.toNanos();
      record(count);
    }
  }

  /** What subscribers have sent is recorded before that they have handled what they answer. */
  private void record(long count) {
    if (records.isOn()) {
      recording = true;
      submitted.whenRecording(() -> records.handled(count, () -> acknowledge(count)));
    } else {
      acknowledge(count);
    }
  }

  /** Writes an acknowledgement that has been recorded. */
  private void acknowledge(long count) {
    recording = false;
    if (pace != Pace.STOPPED) {
      ctx.writeAndFlush(acknowledgement(count));
      answer();
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

  /** How much longer to wait for subscribers; they may be done sooner. */
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
      // Then nobody is left to answer.
    }
  }

  private void answerSooner() {
    if (pace != Pace.STOPPED) {
      answer();
    }
  }

  /** How many stanzas to leave unacknowledged because subscribers have not handled them. */
  private long waiting() {
    long unseen = delivery.unseen();
    if (delivery.isStopped() || records.isOn()) {
      return unseen;
    }
    // Inactive: the server must learn at once of every stanza that it lets through.
    return pace == Pace.PROMPT ? 0 : Math.min(unseen, MOST_WAITING);
  }

  /**
   * Sets whether each request is answered at once. While the client is inactive (XEP-0352) the
   * server holds stanzas back until the client sends something; a late answer would release those
   * that came since.
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

  /** Before the stream is closed, requests and sends a last acknowledgement. */
  void conclude() {
    debt = Debt.NOTHING;
    boolean left = delivery.isStopped() || records.isOn();
    ctx.write(acknowledgement(ledger.handled(left ? delivery.unseen() : 0)));
    ask();
  }

  private static Element acknowledgement(long count) {
    return Element.builder("a", Ledger.NAMESPACE).attribute("h", Long.toString(count)).build();
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
