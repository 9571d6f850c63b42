package im.linnet.internal.outgoing;

import im.linnet.failure.RefusedException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.UnreadableAnswerException;
import im.linnet.failure.XmppException;
import im.linnet.internal.netty.Nanos;
import im.linnet.internal.observe.Listeners;
import im.linnet.internal.routing.Filtered;
import im.linnet.jid.Jid;
import im.linnet.observe.Result;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Stanza;
import im.linnet.xml.Element;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one stream that wait for an answer. An answer must carry the request's id, be a
 * result or an error, and come from the request's addressee, because an id alone can be guessed or
 * seen.
 *
 * <p>All methods belong to the event loop.
 */
public final class PendingRequests {

  private record Pending<T>(
      Iq request, SendFuture<T> answer, Asking<T> how, Future<?> limit, long began) {

    GivenUp.Asked asked() {
      return new GivenUp.Asked(request.to(), how.answerBytes());
    }

    /** Hands the answer over; called in its turn, or when the future is completed. */
    void complete(Filtered filtered) {
      if (filtered instanceof Filtered.Passed passed && passed.stanza() instanceof Iq iq) {
        how.complete(request, iq, answer);
      } else if (filtered instanceof Filtered.Stopped stopped) {
        answer.completeExceptionally(stopped.why());
      } else {
        answer.completeExceptionally(
            new UnreadableAnswerException(
                Asking.words(request) + ": a filter has answered the answer", null));
      }
    }
  }

  /** Takes an answer through the filters to the caller. */
  public interface AnswerWay {

    /**
     * Hands an answer to the caller at once.
     *
     * @param answer the answer
     * @param size its size in bytes; it counts as waiting until it is handed over
     * @param outcome the caller's future
     * @param hand hands the answer over; called once
     */
    void take(Iq answer, int size, SendFuture<?> outcome, Consumer<Filtered> hand);

    /**
     * Hands an answer to the caller after all stanzas that came before it.
     *
     * @param answer the answer
     * @param size its size in bytes; it counts as waiting until it is handed over
     * @param outcome the caller's future
     * @param hand hands the answer over; called once, unless the future completes otherwise
     */
    void takeInTurn(Iq answer, int size, SendFuture<?> outcome, Consumer<Filtered> hand);
  }

  private final OwnAddress own;
  private final EventLoop loop;
  private final AnswerWay way;
  private final Listeners listeners;
  private final Map<String, Pending<?>> pending = new HashMap<>();
  private final GivenUp givenUp = new GivenUp();

  /**
   * No requests.
   *
   * @param own the address of the stream
   * @param loop the client's event loop
   * @param way takes answers to the callers
   * @param listeners are called when a request ends
   */
  public PendingRequests(OwnAddress own, EventLoop loop, AnswerWay way, Listeners listeners) {
    this.listeners = listeners;
    this.own = own;
    this.loop = loop;
    this.way = way;
  }

  /** Notes a request that is about to be written; false if its id is in use. */
  public <T> boolean add(String id, Iq request, SendFuture<T> answer, Asking<T> how) {
    if (pending.containsKey(id)) {
      fail(answer, new RefusedException("The id of this request waits for an answer already"));
      return false;
    }
    long limitNanos = Nanos.of(how.limit());
    Future<?> timer =
        loop.schedule(() -> timedOut(id, answer, limitNanos), limitNanos, TimeUnit.NANOSECONDS);
    pending.put(id, new Pending<>(request, answer, how, timer, loop.ticker().nanoTime()));
    givenUp.remove(id);
    return true;
  }

  /**
   * Takes an answer of this size, in bytes; it counts as waiting until it is handed over. Returns
   * the request that it answers, or null if none waits for it.
   */
  public @Nullable Iq answered(Iq iq, int size) {
    String id = iq.id();
    Pending<?> waiting = id == null ? null : pending.get(id);
    if (id == null || waiting == null || !mayAnswer(waiting.request.to(), iq)) {
      tooLate(iq);
      return null;
    }
    pending.remove(id);
    over(waiting, iq.type() == Iq.Type.ERROR ? Result.ERROR_ANSWER : Result.SUCCEEDED);
    if (waiting.how.inOrder()) {
      // The time limit runs on until the answer has had its turn.
      way.takeInTurn(
          iq,
          size,
          waiting.answer,
          filtered -> {
            waiting.limit.cancel(false);
            waiting.complete(filtered);
          });
    } else {
      waiting.limit.cancel(false);
      way.take(iq, size, waiting.answer, waiting::complete);
    }
    return waiting.request;
  }

  /** Recognises the answer to a request that was given up. */
  private void tooLate(Iq iq) {
    String id = iq.id();
    GivenUp.Asked asked = id == null ? null : givenUp.get(id);
    if (id != null && asked != null && mayAnswer(asked.to(), iq)) {
      givenUp.remove(id);
    }
  }

  /**
   * How many bytes the element with this start tag may have.
   *
   * @return the limit of the request that it answers, also one that was given up; otherwise 0
   */
  int allowed(Element start) {
    Iq answer = answer(start);
    String id = answer == null ? null : answer.id();
    GivenUp.Asked asked = id == null ? null : asked(id);
    if (answer == null || asked == null || !mayAnswer(asked.to(), answer)) {
      return 0;
    }
    return asked.answerBytes();
  }

  private static @Nullable Iq answer(Element start) {
    try {
      return Stanza.of(start) instanceof Iq iq && !iq.isRequest() ? iq : null;
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }

  private GivenUp.@Nullable Asked asked(String id) {
    Pending<?> waiting = pending.get(id);
    return waiting == null ? givenUp.get(id) : waiting.asked();
  }

  private void release(String id, Result why) {
    Pending<?> waiting = pending.remove(id);
    if (waiting != null) {
      waiting.limit.cancel(false);
      over(waiting, why);
    }
  }

  /** Reports the end of a request. */
  private void over(Pending<?> ended, Result how) {
    if (listeners.isCounting()) {
      listeners.requestEnded(how, loop.ticker().nanoTime() - ended.began);
    }
  }

  /** Removes a request that timed out or was cancelled; its late answer will be recognised. */
  void giveUp(String id, SendFuture<?> answer) {
    Pending<?> waiting = pending.get(id);
    if (waiting != null && waiting.answer == answer) {
      givenUp.add(id, waiting.asked());
      release(id, Result.CANCELLED);
    }
  }

  /** Removes a request that could not be written. */
  void remove(String id, SendFuture<?> answer) {
    if (awaits(id, answer)) {
      release(id, Result.REFUSED);
    }
  }

  /** Fails all requests: the stream is over. */
  void failAll(XmppException failure) {
    List<Pending<?>> all = new ArrayList<>(pending.values());
    pending.clear();
    givenUp.clear();
    for (Pending<?> waiting : all) {
      waiting.limit.cancel(false);
      over(waiting, Result.of(failure));
      fail(waiting.answer, failure);
    }
  }

  /** Whether no request waits. */
  boolean isEmpty() {
    return pending.isEmpty();
  }

  /** Whether exactly this request still waits. */
  boolean awaits(String id, SendFuture<?> answer) {
    Pending<?> waiting = pending.get(id);
    return waiting != null && waiting.answer == answer;
  }

  private void timedOut(String id, SendFuture<?> answer, long limitNanos) {
    Pending<?> waiting = pending.get(id);
    long millis = TimeUnit.NANOSECONDS.toMillis(limitNanos);
    if (waiting != null && waiting.answer == answer) {
      pending.remove(id);
      over(waiting, Result.TIMED_OUT);
      givenUp.add(id, waiting.asked());
      fail(
          answer,
          new TransportException(
              Reason.NO_ANSWER,
              "%s was not answered within %d ms".formatted(Asking.words(waiting.request), millis)));
    } else {
      // The answer waits for its turn: see Asking.inOrder.
      fail(
          answer,
          new TransportException(
              Reason.NO_ANSWER,
              "The answer has come, but what came before it was not seen to within %d ms"
                  .formatted(millis)));
    }
  }

  private static void fail(SendFuture<?> answer, XmppException failure) {
    answer.end(() -> answer.completeExceptionally(failure));
  }

  /**
   * An answer must be addressed to us and come from the request's addressee, or carry the same
   * addresses as the request.
   */
  private boolean mayAnswer(@Nullable Jid asked, Iq answer) {
    Jid to = answer.to();
    if (own.isForUs(to)) {
      return isFrom(asked, answer.from());
    }
    return asked != null && asked.equals(to) && own.isOurs(answer.from());
  }

  /** RFC 6120, section 10.1.3 and 8.1.2.1: an answer without from comes from the own account. */
  private boolean isFrom(@Nullable Jid asked, @Nullable Jid from) {
    if (from == null) {
      return asked == null || asked.equals(own.jid().bare()) || own.isServer(asked);
    }
    if (asked != null) {
      return from.equals(asked);
    }
    return own.isOurs(from) || own.isServer(from);
  }
}
