package im.linnet.internal.management;

import im.linnet.connection.SavedStream;
import im.linnet.failure.StreamError.Condition;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.XmppException;
import im.linnet.internal.netty.Confined;
import im.linnet.internal.stream.Resumable;
import im.linnet.jid.Jid;
import im.linnet.stream.Facts;
import im.linnet.stream.LostStream;
import im.linnet.xml.Element;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client's managed stream across connections. Belongs to the event loop.
 *
 * <pre>
 *   none ──enabled──► running ◄──resumed── lost
 *    ▲                 │    └────lost───────►│
 *    └──────ended──────┴──refused, too late──┘
 * </pre>
 */
public final class Management implements Resumable {

  /**
   * * How often in a row a stream with waiting stanzas may be lost without another acknowledgement,
   * or any stream within a short time without having been of use.
   */
  static final int MOST_IN_VAIN = 8;

  /** How long a session may last at most to be one that was taken away by another client. */
  private static final Duration SHORT = Duration.ofMinutes(2);

  private static final long NONE = -1;

  private final EventExecutor loop;
  private final Records records;
  private final Confined confined;
  private int inVain;
  private long acknowledgedAtLoss = NONE;
  private long countedAtLoss = NONE;
  private long began;
  private @Nullable ManagedStream stream;
  private @Nullable XmppException loss;
  private @Nullable Future<?> timer;

  /**
   * A client without a stream.
   *
   * @param loop the client's event loop
   * @param records record the stream
   */
  public Management(EventExecutor loop, Records records) {
    this.loop = loop;
    this.records = records;
    this.confined = new Confined(loop);
  }

  /**
   * Takes over a stream that another client left; must be called before anything else.
   *
   * @param saved the stream
   * @param now the time, by the clock that set the stream's expiry
   * @param uncertain called with each of its stanzas whose fate stays unknown
   */
  public void restore(SavedStream saved, Instant now, Consumer<Element> uncertain) {
    Ledger ledger = new Ledger(saved.acknowledged(), saved.handled());
    saved.waiting().forEach(stanza -> ledger.sent(new Restored(stanza, uncertain)));
    stream =
        new ManagedStream(saved.jid(), ResumeTerms.of(saved), ledger, new CompletableFuture<>());
    lose(
        new TransportException(Reason.CLOSED, "The stream was left by another client"),
        ResumeTerms.left(saved, now));
  }

  /**
   * Saves the stream for another client to resume.
   *
   * @param now the time
   * @param waiting how many stanzas from the server wait for subscribers; the server has to send
   *     them again
   * @param unsent the stanzas that wait to be sent, in order
   * @return the stream, or null if none can be resumed
   */
  public @Nullable SavedStream save(Instant now, long waiting, List<Element> unsent) {
    ManagedStream kept = stream;
    String id = kept == null ? null : kept.terms().id();
    if (kept == null || id == null) {
      return null;
    }
    Ledger ledger = kept.ledger();
    List<Element> all = new ArrayList<>();
    ledger.waiting().forEach(entry -> all.add(entry.stanza()));
    all.addAll(unsent);
    return SavedStream.builder(kept.jid(), id, now.plus(kept.terms().max()))
        .max(kept.terms().max())
        .location(kept.terms().location())
        .acknowledged(ledger.acknowledged())
        .handled(ledger.handled(waiting))
        .waiting(all)
        .build();
  }

  /** A stanza that another client sent. */
  private record Restored(Element stanza, Consumer<Element> lost) implements Ledger.Entry {

    @Override
    public long weight() {
      return Weight.of(stanza);
    }

    @Override
    public void uncertain(XmppException why) {
      lost.accept(stanza);
    }
  }

  /**
   * Records the stream as it is: a session on it begins.
   *
   * @param now the time
   * @param waiting how many stanzas from the server wait for subscribers
   */
  public void record(Instant now, long waiting) {
    SavedStream whole = records.isKept() ? save(now, waiting, List.of()) : null;
    if (whole != null) {
      records.opened(whole);
    }
  }

  /** {@return whether there is a stream that another client could resume} */
  public boolean canBeLeft() {
    ManagedStream kept = stream;
    return kept != null && kept.terms().id() != null;
  }

  /** {@return the stream, active or lost, or null if there is none} */
  public @Nullable ManagedStream stream() {
    return stream;
  }

  /** {@return the lost stream that can be resumed, or null} */
  public @Nullable ManagedStream lost() {
    return loss == null ? null : stream;
  }

  /** {@return where the server wants the lost stream to be resumed, or null} */
  public @Nullable String location() {
    ManagedStream resumable = lost();
    return resumable == null ? null : resumable.terms().location();
  }

  /**
   * A new stream begins; a lost one is given up.
   *
   * @param jid the bound address
   * @param terms what the server granted
   */
  public void enabled(Jid jid, ResumeTerms terms) {
    giveUp();
    stream = new ManagedStream(jid, terms);
  }

  @Override
  public @Nullable LostStream lostStream() {
    confined.check();
    ManagedStream kept = lost();
    String id = kept == null ? null : kept.terms().id();
    return kept == null || id == null
        ? null
        : LostStream.of(kept.jid(), id, kept.ledger().handled());
  }

  @Override
  public void noted(Facts before, Facts after) {
    confined.check();
    Element refused = after.refused();
    if (refused != null && !refused.equals(before.refused())) {
      refused(refused);
    }
    Element resumed = after.resumed();
    if (resumed != null && !resumed.equals(before.resumed())) {
      resumed(resumed);
    }
    Element enabled = after.enabled();
    if (enabled != null && !enabled.equals(before.enabled())) {
      Jid jid = after.jid();
      if (jid == null) {
        throw new IllegalStateException("A stream is managed once its address is known");
      }
      enabled(jid, ResumeTerms.of(enabled, after.secure()));
    }
  }

  /**
   * If the server ends the connection because of what was sent, the stream is given up and nothing
   * is sent again.
   */
  @Override
  public void abandoned(XmppException why) {
    confined.check();
    boolean poisoned =
        why instanceof StreamException ended
            && ended.error().condition() != Condition.SEE_OTHER_HOST;
    if (poisoned) {
      end(why);
    } else {
      lose(why);
    }
  }

  /**
   * The server refused to resume, but may still report its count (XEP-0198, section 5). An
   * impossible count is ignored: the stream is over, and a new one starts with new counters.
   */
  private void refused(Element failed) {
    ManagedStream kept = lost();
    if (kept == null) {
      throw tooLate();
    }
    long h = Count.read(failed.attribute("h"));
    if (h != Count.MALFORMED && kept.ledger().isPossible(h)) {
      kept.ledger().acknowledge(h);
    }
    giveUp();
  }

  private void resumed(Element answer) {
    ManagedStream kept = lost();
    if (kept == null) {
      throw tooLate();
    }
    try {
      check(kept, answer);
    } catch (XmppException fault) {
      end(fault);
      throw fault;
    }
    resumed();
  }

  private static TransportException tooLate() {
    return new TransportException(
        Reason.TIMED_OUT, "The time to resume the stream ran out meanwhile: connect again");
  }

  private static void check(ManagedStream lost, Element answer) {
    if (!answer.is("resumed", Ledger.NAMESPACE)) {
      throw fault("The server answered <resume/> with <" + answer.name() + "/>");
    }
    String previd = answer.attribute("previd");
    if (previd == null || !previd.equals(lost.terms().id())) {
      throw fault("The server resumed another stream");
    }
    long h = Count.read(answer.attribute("h"));
    if (h == Count.MALFORMED) {
      throw fault("The server resumed the stream without saying how far it came");
    }
    lost.ledger().resumed(h);
  }

  private static StreamException fault(String message) {
    return StreamException.byClient(Condition.UNDEFINED_CONDITION, message);
  }

  /** The stream has been resumed. */
  void resumed() {
    began = loop.ticker().nanoTime();
    loss = null;
    stopTimer();
  }

  /**
   * The connection was lost. A stream that can be resumed is kept for as long as the server allows.
   *
   * @param why what ended the connection
   */
  public void lost(XmppException why) {
    confined.check();
    lose(why);
  }

  private void lose(XmppException why) {
    ManagedStream kept = stream;
    lose(why, kept == null ? Duration.ZERO : kept.terms().max());
  }

  private void lose(XmppException why, Duration left) {
    loss = why;
    ManagedStream kept = stream;
    if (kept == null || !kept.terms().resumable() || isInVain(kept.ledger())) {
      giveUp();
    } else {
      timer = loop.schedule(this::giveUp, left.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /**
   * Whether the stream is lost again and again, and nothing but that happens: what waits may end
   * the connections, or another client may resume the same stream in turn, as some servers close
   * the connection of the former without a word.
   */
  private boolean isInVain(Ledger ledger) {
    boolean useless = ledger.size() > 0 || (isShort() && ledger.counted() == countedAtLoss);
    boolean stands = useless && ledger.acknowledged() == acknowledgedAtLoss;
    inVain = stands ? inVain + 1 : 0;
    acknowledgedAtLoss = ledger.acknowledged();
    countedAtLoss = ledger.counted();
    return inVain == MOST_IN_VAIN;
  }

  private boolean isShort() {
    return loop.ticker().nanoTime() - began < SHORT.toNanos();
  }

  /** Gives up the lost stream, if there is one. */
  public void giveUp() {
    XmppException why = loss;
    if (why != null) {
      end(why);
    }
  }

  /**
   * Ends the stream, active or lost.
   *
   * @param why the cause
   */
  public void end(XmppException why) {
    ManagedStream ended = stream;
    stream = null;
    loss = null;
    acknowledgedAtLoss = NONE;
    countedAtLoss = NONE;
    stopTimer();
    records.ended();
    if (ended != null) {
      ended.giveUp(why);
    }
  }

  private void stopTimer() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }
}
