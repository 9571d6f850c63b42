package im.linnet.internal.session;

import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.XmppException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
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

  private record Pending(Iq request, Outcome<Iq> answer, Future<?> limit) {}

  private final Jid own;
  private final EventLoop loop;
  private final Map<String, Pending> pending = new HashMap<>();

  PendingRequests(Jid own, EventLoop loop) {
    this.own = own;
    this.loop = loop;
  }

  /** Notes a request that is about to be written; false if its id is in use. */
  boolean add(String id, Iq request, Outcome<Iq> answer, long limitNanos) {
    if (pending.containsKey(id)) {
      fail(answer, new RefusedException("The id of this request waits for an answer already"));
      return false;
    }
    Future<?> timer =
        loop.schedule(() -> timedOut(id, answer, limitNanos), limitNanos, TimeUnit.NANOSECONDS);
    pending.put(id, new Pending(request, answer, timer));
    return true;
  }

  /** Takes an answer; the request that it answers, or null if nobody waits for it. */
  @Nullable Iq answered(Iq iq) {
    String id = iq.id();
    Pending waiting = id == null ? null : pending.get(id);
    if (id == null || waiting == null || !mayAnswer(waiting.request.to(), iq)) {
      return null;
    }
    release(id);
    waiting.answer.end(() -> complete(waiting, iq));
    return waiting.request;
  }

  private void release(String id) {
    Pending waiting = pending.remove(id);
    if (waiting != null) {
      waiting.limit.cancel(false);
    }
  }

  /** Forgets a request that was cancelled or could not be written. */
  void remove(String id, Outcome<Iq> answer) {
    if (awaits(id, answer)) {
      release(id);
    }
  }

  /** Fails all that wait: the stream is over. */
  void failAll(XmppException failure) {
    List<Pending> all = new ArrayList<>(pending.values());
    pending.clear();
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
    if (to == null || to.isSameAccount(own)) {
      return isFrom(asked, answer.from());
    }
    return to.equals(asked) && isOwn(answer.from());
  }

  /** RFC 6120, section 10.1.3 and 8.1.2.1: an answer without from is the own account's. */
  private boolean isFrom(@Nullable Jid asked, @Nullable Jid from) {
    if (from == null) {
      return asked == null || asked.equals(own.bare()) || asked.equals(own.domainJid());
    }
    if (asked != null) {
      return from.equals(asked);
    }
    return isOwn(from) || from.equals(own.domainJid());
  }

  /** Whether only our own server can have written this sender: nobody else may be us. */
  private boolean isOwn(@Nullable Jid from) {
    return own.bare().equals(from) || own.equals(from);
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
