package im.linnet.rooms;

import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.failure.XmppException;
import im.linnet.forwarding.OriginId;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.stanza.StanzaError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The messages that were sent to a room and that it has not passed on yet. They are recognised by
 * their random ids. Bounded; safe for use by any thread.
 */
final class SentMessages {

  private final Jid room;
  private final int limit;
  private final Map<String, CompletableFuture<RoomMessage>> waiting = new HashMap<>();

  /** The ids of subjects among them, by text. */
  private final Map<String, String> subjects = new HashMap<>();

  SentMessages(Jid room, int limit) {
    this.room = room;
    this.limit = limit;
  }

  /**
   * Waits for a message.
   *
   * @throws RefusedException if too many are waited for, or one with this id
   */
  CompletableFuture<RoomMessage> add(String id, @Nullable String subject) {
    CompletableFuture<RoomMessage> reflected = new CompletableFuture<>();
    synchronized (waiting) {
      if (waiting.size() >= limit) {
        throw RefusedException.full(
            "%s has not passed on %d messages yet, which is the limit: wait for some of them"
                .formatted(room, limit));
      }
      if (waiting.putIfAbsent(id, reflected) != null) {
        throw new RefusedException("A message with the id %s is already on its way".formatted(id));
      }
      if (subject != null) {
        subjects.put(subject, id);
      }
    }
    reflected.whenComplete(
        (message, failure) -> {
          synchronized (waiting) {
            waiting.remove(id, reflected);
            subjects.values().remove(id);
          }
        });
    return reflected;
  }

  /** Completes the future of a message by the user that the room has passed on. */
  void reflected(RoomMessage message) {
    CompletableFuture<RoomMessage> future = find(id(message.message()));
    OriginId origin = message.message().payload(OriginId.TYPE);
    if (future == null && origin != null) {
      future = find(origin.id());
    }
    if (future != null) {
      future.complete(message);
    }
  }

  /** Prosody announces subjects without their id. */
  private @Nullable String id(Message message) {
    String subject = message.subject();
    if (message.id() != null || subject == null) {
      return message.id();
    }
    synchronized (waiting) {
      return subjects.get(subject);
    }
  }

  /** {@return whether it is one of these, whose future has failed} */
  boolean refused(Message bounced, StanzaError error) {
    CompletableFuture<RoomMessage> future = find(bounced.id());
    return future != null
        && future.completeExceptionally(
            new StanzaException(error, "The message to " + room, bounced.element()));
  }

  private @Nullable CompletableFuture<RoomMessage> find(@Nullable String id) {
    synchronized (waiting) {
      return id == null ? null : waiting.get(id);
    }
  }

  /** Fails all. */
  void failAll(Function<Jid, XmppException> failure) {
    List<CompletableFuture<RoomMessage>> all;
    synchronized (waiting) {
      all = new ArrayList<>(waiting.values());
    }
    all.forEach(each -> each.completeExceptionally(failure.apply(room)));
  }
}
