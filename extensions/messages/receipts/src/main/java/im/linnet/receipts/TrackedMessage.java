package im.linnet.receipts;

import im.linnet.failure.XmppException;
import im.linnet.jid.Jid;
import im.linnet.receipts.StoredMessage.Kind;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A message that is followed on its way: see {@link Receipts#send}. Has neither its text nor its
 * payloads. Compared by identity; safe for use by any thread.
 */
public final class TrackedMessage {

  /** A future that waits for a state. */
  private record Wait(DeliveryState state, CompletableFuture<TrackedMessage> future) {}

  private final MessageKey key;
  private final Kind kind;
  private final List<Wait> waits = new ArrayList<>();
  private DeliveryState state;
  private @Nullable XmppException failure;
  private @Nullable XmppException ended;

  TrackedMessage(MessageKey key, Kind kind, DeliveryState state, @Nullable XmppException failure) {
    this.key = key;
    this.kind = kind;
    this.state = state;
    this.failure = failure;
  }

  /**
   * {@return the chat: the bare address of the contact or the room; for a private message in a
   * room, the full address of the occupant}
   */
  public Jid chat() {
    return key.chat();
  }

  /** {@return the id of the message} */
  public String id() {
    return key.id();
  }

  /** {@return whether it went to a contact or to a room} */
  public Kind kind() {
    return kind;
  }

  /** {@return how far it has come} */
  public synchronized DeliveryState state() {
    return state;
  }

  /**
   * Why it failed.
   *
   * @return a {@link im.linnet.failure.StanzaException} if it bounced, else what {@link
   *     im.linnet.XmppClient#deliver} failed with; null unless the state is {@link
   *     DeliveryState#FAILED}. Of a failure in an earlier run of the program only the condition of
   *     the error is known
   */
  public synchronized @Nullable XmppException failure() {
    return failure;
  }

  /**
   * Waits for a state. Recipients need not send receipts and markers, so use {@code orTimeout}. Not
   * for {@code join()} in a callback of the client: receipts and markers arrive in their order.
   *
   * @param wanted the state
   * @return this message, once it has come that far. Fails if the message fails, with {@link
   *     #failure()}; with {@link im.linnet.failure.RefusedException} if it is no longer tracked, as
   *     there were too many newer ones or the client was closed
   * @throws IllegalArgumentException if the state is {@link DeliveryState#FAILED}
   */
  public CompletableFuture<TrackedMessage> reached(DeliveryState wanted) {
    if (wanted == DeliveryState.FAILED) {
      throw new IllegalArgumentException("wanted: FAILED (expected: any other state)");
    }
    Wait wait = new Wait(wanted, new CompletableFuture<>());
    if (isWaiting(wait)) {
      wait.future.whenComplete((done, thrown) -> discard(wait));
    }
    return wait.future;
  }

  private boolean isWaiting(Wait wait) {
    XmppException why;
    synchronized (this) {
      why = failure == null ? ended : failure;
      boolean reached = state.includes(wait.state);
      if (!reached && why == null) {
        waits.add(wait);
        return true;
      }
      why = reached ? null : why;
    }
    settle(wait.future, why);
    return false;
  }

  private void settle(CompletableFuture<TrackedMessage> future, @Nullable XmppException why) {
    if (why == null) {
      future.complete(this);
    } else {
      future.completeExceptionally(why);
    }
  }

  private synchronized void discard(Wait wait) {
    waits.remove(wait);
  }

  /** Changes the state; returns the task that completes futures, or null if nothing changes. */
  synchronized @Nullable Runnable advance(DeliveryState next, @Nullable XmppException why) {
    if (!state.leadsTo(next)) {
      return null;
    }
    state = next;
    failure = why;
    return settling(why);
  }

  /** Begins again after a failure; false if it has not failed. */
  synchronized boolean retry() {
    if (state != DeliveryState.FAILED) {
      return false;
    }
    state = DeliveryState.PENDING;
    failure = null;
    return true;
  }

  /** No more changes will be noticed; returns the task that fails futures. */
  synchronized Runnable end(XmppException why) {
    ended = why;
    return settling(why);
  }

  private Runnable settling(@Nullable XmppException why) {
    List<CompletableFuture<TrackedMessage>> due = new ArrayList<>();
    for (Iterator<Wait> each = waits.iterator(); each.hasNext(); ) {
      Wait wait = each.next();
      if (why != null || state.includes(wait.state)) {
        due.add(wait.future);
        each.remove();
      }
    }
    return () -> due.forEach(future -> settle(future, why));
  }

  /** {@return its chat, its id and its state} */
  @Override
  public String toString() {
    return "TrackedMessage[%s to %s, %s]".formatted(key.id(), key.chat(), state());
  }
}
