package im.linnet.internal.session;

import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.XmppException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Stanza;
import im.linnet.stanza.StanzaError;
import im.linnet.xml.Element;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one stream that wait for their answer. An answer must have the request's id, be a
 * result or an error, and come from whom the request went to: an id alone can be guessed or seen.
 *
 * <p>All methods belong to the event loop.
 */
final class PendingRequests {

  private record Pending(Iq request, Outcome<Iq> answer, Future<?> limit, int answerBytes) {

    GivenUp.Asked asked() {
      return new GivenUp.Asked(request.to(), answerBytes);
    }
  }

  private final OwnAddress own;
  private final EventLoop loop;
  private final Map<String, Pending> pending = new HashMap<>();
  private final GivenUp givenUp = new GivenUp();

  PendingRequests(OwnAddress own, EventLoop loop) {
    this.own = own;
    this.loop = loop;
  }

  /**
   * Notes a request that is about to be written; false if its id is in use.
   *
   * @param answerBytes how many bytes its answer may have, if that is more than any stanza may
   */
  boolean add(String id, Iq request, Outcome<Iq> answer, long limitNanos, int answerBytes) {
    if (pending.containsKey(id)) {
      fail(answer, new RefusedException("The id of this request waits for an answer already"));
      return false;
    }
    Future<?> timer =
        loop.schedule(() -> timedOut(id, answer, limitNanos), limitNanos, TimeUnit.NANOSECONDS);
    pending.put(id, new Pending(request, answer, timer, answerBytes));
    givenUp.remove(id);
    return true;
  }

  /**
   * Takes an answer of so many bytes, which counts as waiting until who asked is handed it; the
   * request that it answers, or null if nobody waits for it.
   */
  @Nullable Iq answered(Iq iq, int size, Inflow inflow) {
    String id = iq.id();
    Pending waiting = id == null ? null : pending.get(id);
    if (id == null || waiting == null || !mayAnswer(waiting.request.to(), iq)) {
      tooLate(iq);
      return null;
    }
    release(id);
    inflow.tookAnswer(size);
    waiting.answer.end(
        () -> {
          inflow.doneAnswer(size);
          complete(waiting, iq);
        });
    return waiting.request;
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
    Pending waiting = pending.get(id);
    return waiting == null ? givenUp.get(id) : waiting.asked();
  }

  private void release(String id) {
    Pending waiting = pending.remove(id);
    if (waiting != null) {
      waiting.limit.cancel(false);
    }
  }

  /** Forgets a request that nobody waits for any more. */
  void giveUp(String id, Outcome<Iq> answer) {
    Pending waiting = pending.get(id);
    if (waiting != null && waiting.answer == answer) {
      givenUp.add(id, waiting.asked());
      release(id);
    }
  }

  /** Forgets a request that could not be written. */
  void remove(String id, Outcome<Iq> answer) {
    if (awaits(id, answer)) {
      release(id);
    }
  }

  /** Fails all that wait: the stream is over. */
  void failAll(XmppException failure) {
    List<Pending> all = new ArrayList<>(pending.values());
    pending.clear();
    givenUp.clear();
    for (Pending waiting : all) {
      waiting.limit.cancel(false);
      fail(waiting.answer, failure);
    }
  }

  /** Whether nothing waits. */
  boolean isEmpty() {
    return pending.isEmpty();
  }

  /** Whether this very request still waits. */
  boolean awaits(String id, Outcome<Iq> answer) {
    Pending waiting = pending.get(id);
    return waiting != null && waiting.answer == answer;
  }

  private void timedOut(String id, Outcome<Iq> answer, long limitNanos) {
    Pending waiting = pending.get(id);
    if (waiting != null && waiting.answer == answer) {
      pending.remove(id);
      givenUp.add(id, waiting.asked());
      fail(
          answer,
          new TransportException(
              Reason.NO_ANSWER,
              "%s was not answered within %d ms"
                  .formatted(words(waiting.request), TimeUnit.NANOSECONDS.toMillis(limitNanos))));
    }
  }

  private static void fail(Outcome<Iq> answer, XmppException failure) {
    answer.end(() -> answer.completeExceptionally(failure));
  }

  private static void complete(Pending waiting, Iq iq) {
    StanzaError error = iq.error();
    if (error == null) {
      waiting.answer.complete(iq);
    } else {
      waiting.answer.completeExceptionally(new StanzaException(error, words(waiting.request)));
    }
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

  private static String words(Iq request) {
    Element payload = request.payload();
    Jid to = request.to();
    return "iq %s <%s/> to %s"
        .formatted(
            request.type() == Iq.Type.GET ? "get" : "set",
            payload == null ? "" : payload.name(),
            to == null ? "the own account" : to);
  }
}
