package im.linnet.rooms;

import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.failure.XmppException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Presence;
import im.linnet.stanza.StanzaError;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The change of the user's nickname that is under way, if any. Safe for use by any thread. */
final class Renaming {

  private record Request(String id, Jid target, CompletableFuture<Void> done) {}

  private @Nullable Request request;

  /**
   * Begins a change.
   *
   * @throws RefusedException if there is one already
   */
  synchronized CompletableFuture<Void> begin(String id, Jid target) {
    if (isPending()) {
      throw new RefusedException(
          "The nickname in %s is being changed; wait until that is done".formatted(target.bare()));
    }
    CompletableFuture<Void> done = new CompletableFuture<>();
    request = new Request(id, target, done);
    return done;
  }

  synchronized boolean isPending() {
    return request != null && !request.done.isDone();
  }

  private synchronized @Nullable Request take() {
    Request taken = isPending() ? request : null;
    request = null;
    return taken;
  }

  /** The user has another nickname. */
  void done() {
    Request taken = take();
    if (taken != null) {
      taken.done.complete(null);
    }
  }

  /**
   * A presence to the room has come back. Services answer in the name of either nickname; if they
   * repeat the id, it decides.
   *
   * @return whether it was this change
   */
  boolean refused(Presence presence, StanzaError error, Jid own) {
    Request refused;
    synchronized (this) {
      Request now = request;
      if (now == null || !isPending() || !answers(presence, now, own)) {
        return false;
      }
      refused = now;
      request = null;
    }
    refused.done.completeExceptionally(
        new StanzaException(error, "The change of the nickname to " + refused.target));
    return true;
  }

  private static boolean answers(Presence presence, Request request, Jid own) {
    String id = presence.id();
    return id == null
        ? request.target.equals(presence.from()) || own.equals(presence.from())
        : id.equals(request.id);
  }

  /** The user is no longer in the room. */
  void fail(Jid room, Function<Jid, XmppException> failure) {
    Request taken = take();
    if (taken != null) {
      taken.done.completeExceptionally(failure.apply(room));
    }
  }
}
