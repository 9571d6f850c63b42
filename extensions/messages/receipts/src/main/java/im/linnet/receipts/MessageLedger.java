package im.linnet.receipts;

import im.linnet.connection.Subscribers;
import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.failure.XmppException;
import im.linnet.jid.Jid;
import im.linnet.receipts.StoredMessage.Kind;
import im.linnet.stanza.StanzaError;
import im.linnet.stanza.StanzaError.Condition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The tracked messages, in the order in which they were sent, and the rules by which they come
 * further. Bounded: the oldest is forgotten. Safe for use by any thread; under the lock there are
 * only map operations. Subscribers are called in order: by the executor or, for what a received
 * stanza has changed, in the callback of that stanza.
 */
final class MessageLedger {

  /** How many receipts and markers are kept until the store is read. */
  private static final int MAX_EARLY = 1_024;

  /** What a change entails once the lock is released. */
  private final class Changes {

    private final List<Runnable> settling = new ArrayList<>();

    void advance(TrackedMessage message, DeliveryState next, @Nullable XmppException failure) {
      DeliveryState before = message.state();
      Runnable settles = message.advance(next, failure);
      if (settles != null) {
        settling.add(settles);
        changed(message, before, next);
      }
    }

    void changed(TrackedMessage message, DeliveryState before, DeliveryState now) {
      events.add(new DeliveryEvent.Changed(message, before, now));
      store.note(stored(message));
    }

    void end(TrackedMessage message, XmppException why) {
      settling.add(message.end(why));
    }

    void forget(TrackedMessage message) {
      end(message, RefusedException.full("The message is no longer tracked: too many newer ones"));
      events.add(new DeliveryEvent.Forgotten(message));
    }
  }

  private final int size;
  private final Executor callbacks;

  /** For what a received stanza has changed: in its callback, before it is delivered. */
  private final Executor here = Runnable::run;

  private final StoreWriter store;
  private final Subscribers<DeliveryEvent> subscribers = new Subscribers<>(MessageLedger.class);
  private final Map<MessageKey, TrackedMessage> messages = new LinkedHashMap<>();
  private final Queue<DeliveryEvent> events = new ArrayDeque<>();
  private @Nullable List<Runnable> early = new ArrayList<>();
  private long unmatched;

  /**
   * A ledger that waits to be {@linkplain #restore restored}.
   *
   * @param size how many messages it has at most
   * @param callbacks calls the subscribers
   * @param store stores the messages
   */
  MessageLedger(int size, Executor callbacks, StoreWriter store) {
    this.size = size;
    this.callbacks = callbacks;
    this.store = store;
  }

  Subscribers<DeliveryEvent> subscribers() {
    return subscribers;
  }

  synchronized @Nullable TrackedMessage get(MessageKey key) {
    return messages.get(key);
  }

  synchronized List<TrackedMessage> all() {
    return List.copyOf(messages.values());
  }

  /** How many receipts, markers and bounced messages belong to no tracked message. */
  synchronized long unmatched() {
    return unmatched;
  }

  /** Adds a message that is about to be sent, or begins again with one that has failed. */
  TrackedMessage sending(MessageKey key, Kind kind) {
    TrackedMessage fresh = new TrackedMessage(key, kind, DeliveryState.PENDING, null);
    List<TrackedMessage> known = new ArrayList<>();
    change(
        callbacks,
        changes -> {
          TrackedMessage before = messages.putIfAbsent(key, fresh);
          if (before == null) {
            store.note(stored(fresh));
            trim(changes);
          } else {
            known.add(before);
            if (before.retry()) {
              changes.changed(before, DeliveryState.FAILED, DeliveryState.PENDING);
            }
          }
        });
    return known.isEmpty() ? fresh : known.get(0);
  }

  /** A message has come further by what this client knows itself. */
  void reached(TrackedMessage message, DeliveryState state) {
    change(callbacks, changes -> changes.advance(message, state, null));
  }

  /** A message was not sent, or may be lost. */
  void failed(TrackedMessage message, XmppException failure) {
    change(callbacks, changes -> changes.advance(message, DeliveryState.FAILED, failure));
  }

  /** A receipt (XEP-0184), believed only from the one who was written to. */
  void received(Jid from, String id) {
    orEarly(() -> received(from, id, callbacks));
    received(from, id, here);
  }

  private void received(Jid from, String id, Executor teller) {
    change(
        teller,
        changes -> {
          TrackedMessage message = find(from, id);
          if (message == null) {
            missed();
          } else {
            changes.advance(message, DeliveryState.RECEIVED, null);
          }
        });
  }

  /** A marker (XEP-0333), which holds for all earlier messages of the chat, too. */
  void displayed(Jid from, String id) {
    orEarly(() -> displayed(from, id, callbacks));
    displayed(from, id, here);
  }

  private void displayed(Jid from, String id, Executor teller) {
    change(
        teller,
        changes -> {
          TrackedMessage message = find(from, id);
          if (message == null) {
            missed();
          } else if (message.state() != DeliveryState.DISPLAYED) {
            displayedUpTo(message, changes);
          }
        });
  }

  private void displayedUpTo(TrackedMessage last, Changes changes) {
    for (TrackedMessage each : messages.values()) {
      boolean isLast = each.equals(last);
      if (isLast || (isInChat(each, last) && each.state() != DeliveryState.FAILED)) {
        changes.advance(each, DeliveryState.DISPLAYED, null);
      }
      if (isLast) {
        return;
      }
    }
  }

  private static boolean isInChat(TrackedMessage each, TrackedMessage other) {
    return each.kind() == Kind.ONE_TO_ONE && each.chat().equals(other.chat());
  }

  /** A message that came back, from its recipient or in its name. */
  void bounced(Jid from, String id, XmppException failure) {
    orEarly(() -> bounced(from, id, failure, callbacks));
    bounced(from, id, failure, here);
  }

  private void bounced(Jid from, String id, XmppException failure, Executor teller) {
    change(
        teller,
        changes -> {
          TrackedMessage message = named(from, id);
          if (message == null || (message.kind() == Kind.ROOM && from.resource() != null)) {
            missed();
          } else {
            changes.advance(message, DeliveryState.FAILED, failure);
          }
        });
  }

  /** The message with this id to this contact. Occupants can't confirm a message to the room. */
  private @Nullable TrackedMessage find(Jid from, String id) {
    TrackedMessage message = named(from, id);
    return message == null || message.kind() == Kind.ROOM ? null : message;
  }

  /** An occupant of a room is found only if the message was sent to this occupant itself. */
  private @Nullable TrackedMessage named(Jid from, String id) {
    TrackedMessage message = messages.get(new MessageKey(from, id));
    return message == null ? messages.get(new MessageKey(from.bare(), id)) : message;
  }

  private void missed() {
    unmatched += early == null ? 1 : 0;
  }

  private synchronized void orEarly(Runnable again) {
    if (early != null && early.size() < MAX_EARLY) {
      early.add(again);
    }
  }

  /** Adds what was stored, as older than all the others, and repeats what came in the meantime. */
  void restore(List<StoredMessage> stored) {
    List<Runnable> repeated = new ArrayList<>();
    change(
        callbacks,
        changes -> {
          Map<MessageKey, TrackedMessage> newer = new LinkedHashMap<>(messages);
          messages.clear();
          stored.forEach(each -> messages.put(each.key(), restored(each)));
          newer.forEach(
              (key, message) -> {
                messages.remove(key);
                messages.put(key, message);
              });
          trim(changes);
          if (early != null) {
            repeated.addAll(early);
          }
          early = null;
        });
    repeated.forEach(Runnable::run);
  }

  /** Ends all waiting: the client is closed. */
  void close() {
    XmppException closed = new RefusedException("The client is closed");
    change(
        callbacks, changes -> messages.values().forEach(message -> changes.end(message, closed)));
  }

  private void trim(Changes changes) {
    for (Iterator<TrackedMessage> oldest = messages.values().iterator(); messages.size() > size; ) {
      changes.forget(oldest.next());
      oldest.remove();
    }
  }

  private void change(Executor teller, Consumer<Changes> change) {
    Changes changes = new Changes();
    boolean changed;
    synchronized (this) {
      change.accept(changes);
      changed = !events.isEmpty();
    }
    changes.settling.forEach(Runnable::run);
    store.flush();
    if (changed) {
      teller.execute(this::tell);
    }
  }

  private void tell() {
    for (DeliveryEvent next = next(); next != null; next = next()) {
      subscribers.tell(next);
    }
  }

  private synchronized @Nullable DeliveryEvent next() {
    return events.poll();
  }

  private static StoredMessage stored(TrackedMessage message) {
    Condition condition =
        message.failure() instanceof StanzaException bounced ? bounced.error().condition() : null;
    return new StoredMessage(
        message.chat(), message.id(), message.kind(), message.state(), condition);
  }

  private static TrackedMessage restored(StoredMessage stored) {
    Condition condition =
        stored.condition() == null ? Condition.UNDEFINED_CONDITION : stored.condition();
    XmppException failure =
        stored.state() == DeliveryState.FAILED
            ? new StanzaException(StanzaError.of(condition), "The message")
            : null;
    return new TrackedMessage(stored.key(), stored.kind(), stored.state(), failure);
  }
}
