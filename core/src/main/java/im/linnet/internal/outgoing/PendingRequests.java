package im.linnet.internal.outgoing;

import im.linnet.failure.RefusedException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.UnreadableAnswerException;
import im.linnet.failure.XmppException;
import im.linnet.internal.netty.Nanos;
import im.linnet.internal.routing.Filtered;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Stanza;
import im.linnet.xml.Element;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one stream that wait for their answer. An answer must have the request's id, be a
 * result or an error, and come from whom the request went to: an id alone can be guessed or seen.
 *
 * <p>All methods belong to the event loop.
 */
public final class PendingRequests {

  private record Pending<T>(Iq request, SendFuture<T> answer, Asking<T> how, Future<?> limit) {

    GivenUp.Asked asked() {
      return new GivenUp.Asked(request.to(), how.answerBytes());
    }

    /** Hands the answer over; runs in its turn, or as the outcome's end. */
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

  /** Takes an answer past the filters to who asked. */
  public interface AnswerWay {

    /**
     * Takes an answer to who asked, at once.
     *
     * @param answer the answer
     * @param size how many bytes it has; they count as waiting until it is handed over
     * @param outcome what awaits it
     * @param hand hands it over; called once
     */
    void take(Iq answer, int size, SendFuture<?> outcome, Consumer<Filtered> hand);

    /**
     * Takes an answer to who asked, behind all that came before it.
     *
     * @param answer the answer
     * @param size how many bytes it has; they count as waiting until it is handed over
     * @param outcome what awaits it
     * @param hand hands it over; called once, unless the outcome is ended otherwise
     */
    void takeInTurn(Iq answer, int size, SendFuture<?> outcome, Consumer<Filtered> hand);
  }

  private final OwnAddress own;
  private final EventLoop loop;
  private final AnswerWay way;
  private final Map<String, Pending<?>> pending = new HashMap<>();
  private final GivenUp givenUp = new GivenUp();

  /** Of a stream bound to this address; answers go this way to who asked. */
  public PendingRequests(OwnAddress own, EventLoop loop, AnswerWay way) {
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
    pending.put(id, new Pending<>(request, answer, how, timer));
    givenUp.remove(id);
    return true;
  }

  /**
   * Takes an answer of so many bytes, which counts as waiting until who asked is handed it; the
   * request that it answers, or null if nobody waits for it.
   */
  public @Nullable Iq answered(Iq iq, int size) {
    String id = iq.id();
    Pending<?> waiting = id == null ? null : pending.get(id);
    if (id == null || waiting == null || !mayAnswer(waiting.request.to(), iq)) {
      tooLate(iq);
      return null;
    }
    pending.remove(id);
    if (waiting.how.inOrder()) {
      // Its time runs on until it has had its turn.
      way.takeInTurn(iq, size, waiting.answer, filtered -> handOver(waiting, filtered));
    } else {
      waiting.limit.cancel(false);
      way.take(iq, size, waiting.answer, waiting::complete);
    }
    return waiting.request;
  }

  private void handOver(Pending<?> waiting, Filtered filtered) {
    try {
      loop.execute(() -> waiting.limit.cancel(false));
    } catch (RejectedExecutionException shutDown) {
      // Then its time does not run any more.
    }
    waiting.complete(filtered);
  }

  /** Takes an answer that nobody waits for any more, if it is one. */
  private void tooLate(Iq iq) {
    String id = iq.id();
    GivenUp.Asked asked = id == null ? null : givenUp.get(id);
    if (id != null && asked != null && mayAnswer(asked.to(), iq)) {
      givenUp.remove(id);
    }
  }

  /**
   * How many bytes an element may have that begins so.
   *
   * @return what its request says if it is an answer to one, also one that was given up; else 0
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

  private void release(String id) {
    Pending<?> waiting = pending.remove(id);
    if (waiting != null) {
      waiting.limit.cancel(false);
    }
  }

  /** Forgets a request that nobody waits for any more. */
  void giveUp(String id, SendFuture<?> answer) {
    Pending<?> waiting = pending.get(id);
    if (waiting != null && waiting.answer == answer) {
      givenUp.add(id, waiting.asked());
      release(id);
    }
  }

  /** Forgets a request that could not be written. */
  void remove(String id, SendFuture<?> answer) {
    if (awaits(id, answer)) {
      release(id);
    }
  }

  /** Fails all that wait: the stream is over. */
  void failAll(XmppException failure) {
    List<Pending<?>> all = new ArrayList<>(pending.values());
    pending.clear();
    givenUp.clear();
    for (Pending<?> waiting : all) {
      waiting.limit.cancel(false);
      fail(waiting.answer, failure);
    }
  }

  /** Whether nothing waits. */
  boolean isEmpty() {
    return pending.isEmpty();
  }

  /** Whether this very request still waits. */
  boolean awaits(String id, SendFuture<?> answer) {
    Pending<?> waiting = pending.get(id);
    return waiting != null && waiting.answer == answer;
  }

  private void timedOut(String id, SendFuture<?> answer, long limitNanos) {
    Pending<?> waiting = pending.get(id);
    long millis = TimeUnit.NANOSECONDS.toMillis(limitNanos);
    if (waiting != null && waiting.answer == answer) {
      pending.remove(id);
      givenUp.add(id, waiting.asked());
      fail(
          answer,
          new TransportException(
              Reason.NO_ANSWER,
              "%s was not answered within %d ms".formatted(Asking.words(waiting.request), millis)));
    } else {
      // It waits for its turn: see Asking.inOrder.
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

  /** An answer is for us and from whom the request went to; or addressed just like the request. */
  private boolean mayAnswer(@Nullable Jid asked, Iq answer) {
    Jid to = answer.to();
    if (own.isForUs(to)) {
      return isFrom(asked, answer.from());
    }
    return asked != null && asked.equals(to) && own.isOurs(answer.from());
  }

  /** RFC 6120, section 10.1.3 and 8.1.2.1: an answer without from is the own account's. */
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
