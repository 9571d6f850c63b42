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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client's managed stream, from one connection to the next. Belongs to the event loop.
 *
 * <pre>
 *   none ──enabled──► running ◄──resumed── lost
 *    ▲                 │    └────lost───────►│
 *    └──────ended──────┴──refused, too late──┘
 * </pre>
 */
public final class Management implements Resumable {

  /**
   * So many times in a row a stream is lost without one more stanza acknowledged, while some wait;
   * then what waits may itself be what ends the connections, and is not sent on them again.
   */
  static final int MOST_IN_VAIN = 8;

  private static final long NONE = -1;

  private final EventExecutor loop;
  private final Confined confined;
  private int inVain;
  private long acknowledgedAtLoss = NONE;
  private @Nullable ManagedStream stream;
  private @Nullable XmppException loss;
  private @Nullable Future<?> timer;

  /**
   * Of a client that has no stream.
   *
   * @param loop the client's event loop
   */
  public Management(EventExecutor loop) {
    this.loop = loop;
    this.confined = new Confined(loop);
  }

  /**
   * Takes up a stream that another client has left; before anything else.
   *
   * @param saved the stream
   * @param now the time, by the clock that the stream's end was told by
   * @param uncertain is told of each of its stanzas that nobody knows of whether it arrived
   */
  public void restore(SavedStream saved, Instant now, Consumer<Element> uncertain) {
    Ledger ledger = new Ledger(saved.acknowledged(), saved.handled());
    saved.waiting().forEach(stanza -> ledger.sent(new Restored(stanza, uncertain)));
    stream =
        new ManagedStream(
            saved.jid(), ResumeTerms.of(saved, now), ledger, new CompletableFuture<>());
    lose(new TransportException(Reason.CLOSED, "The stream was left by another client"));
  }

  /**
   * The stream as it stands, for another client to resume.
   *
   * @param now the time
   * @param waiting how many stanzas from the server wait for subscribers: the server is to send
   *     them again
   * @param unsent what waits to be sent, in order
   * @return the stream, or null if there is none that can be resumed
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
    return new SavedStream(
        kept.jid(),
        id,
        now.plus(kept.terms().max()),
        kept.terms().location(),
        ledger.acknowledged(),
        ledger.handled(waiting),
        all);
  }

  /** A stanza that another client has sent. */
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

  /** {@return whether there is a stream that another client could resume} */
  public boolean canBeLeft() {
    ManagedStream kept = stream;
    return kept != null && kept.terms().id() != null;
  }

  /** {@return the stream, running or lost, or null if there is none} */
  public @Nullable ManagedStream stream() {
    return stream;
  }

  /** {@return the stream that was lost and can be resumed, or null} */
  public @Nullable ManagedStream lost() {
    return loss == null ? null : stream;
  }

  /** {@return where the server wants the stream to be resumed that was lost, or null} */
  public @Nullable String location() {
    ManagedStream resumable = lost();
    return resumable == null ? null : resumable.terms().location();
  }

  /**
   * A new stream begins; one that was lost is over.
   *
   * @param jid the address that was bound
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
        : new LostStream(kept.jid(), id, kept.ledger().handled());
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

  /** A server that ends the connection for what was sent on it is not given the same again. */
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
   * The server may tell how far it came, even so (XEP-0198, section 5). A count that can't be true
   * is as if it were absent: the stream is over, and another begins whatever was counted on it.
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

  /** The stream runs again. */
  void resumed() {
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
    loss = why;
    ManagedStream kept = stream;
    if (kept == null || !kept.terms().resumable() || isInVain(kept.ledger())) {
      giveUp();
    } else {
      timer = loop.schedule(this::giveUp, kept.terms().max().toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private boolean isInVain(Ledger ledger) {
    boolean stands = ledger.size() > 0 && ledger.acknowledged() == acknowledgedAtLoss;
    inVain = stands ? inVain + 1 : 0;
    acknowledgedAtLoss = ledger.acknowledged();
    return inVain == MOST_IN_VAIN;
  }

  /** Gives up a stream that was lost, if there is one. */
  public void giveUp() {
    XmppException why = loss;
    if (why != null) {
      end(why);
    }
  }

  /**
   * Ends the stream, running or lost.
   *
   * @param why what ended it
   */
  public void end(XmppException why) {
    ManagedStream ended = stream;
    stream = null;
    loss = null;
    acknowledgedAtLoss = NONE;
    stopTimer();
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
