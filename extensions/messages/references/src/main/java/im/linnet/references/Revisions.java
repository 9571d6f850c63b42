package im.linnet.references;

import im.linnet.delay.Delay;
import im.linnet.forwarding.StanzaId;
import im.linnet.jid.Jid;
import im.linnet.references.Arrived.Way;
import im.linnet.stanza.Message;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a conversation as they stand: it applies corrections, retractions and reactions.
 * Messages may come live or from archives, in any order and several times.
 *
 * <ul>
 *   <li>Who may do what, {@link Conversation#allows} says. What is not allowed changes nothing and
 *       is {@linkplain #refused() counted}; messages of other conversations are ignored.
 *   <li>What comes before the message that it refers to waits for it.
 *   <li>The messages applied last are kept, and with them all that refers to them; how many, the
 *       constructor says. What is left out for lack of room is {@linkplain #forgotten() counted}.
 *   <li>In a room without occupant ids (XEP-0421), a nickname proves only for live messages who
 *       sent them, and only until its owner has {@linkplain #left left}. References from the room's
 *       history are then refused, and messages from it can't be corrected.
 * </ul>
 *
 * <pre>{@code
 * Conversation romeo = client.get(References.class).with(Jid.of("romeo@example.net"));
 * Revisions revisions = new Revisions(romeo);
 * client.onMessage(
 *     message -> {
 *       RevisedMessage revised = revisions.received(message);
 *       if (revised != null) {
 *         System.out.println(revised.text() + " " + revised.reactions());
 *       }
 *     });
 * }</pre>
 *
 * <p>Safe for use by any thread; no method blocks.
 */
public final class Revisions {

  /** The number of messages that are kept unless another one is given. */
  public static final int STANDARD_MESSAGES = 1024;

  /** The characters of all messages that are kept, with their corrections and reactions. */
  public static final int MAX_CHARACTERS = 4_194_304;

  private final Conversation conversation;
  private final int messages;
  private final Clock clock;
  private final MessageIndex index;
  private final Waiting waiting = new Waiting();
  private final Deque<Tracked> kept = new ArrayDeque<>();
  private long weight;
  private Instant latest = Instant.MIN;
  private long refused;
  private long forgotten;

  /**
   * Starts without messages, and keeps {@value #STANDARD_MESSAGES}.
   *
   * @param conversation the conversation
   */
  public Revisions(Conversation conversation) {
    this(conversation, STANDARD_MESSAGES, Clock.systemUTC());
  }

  /**
   * Starts without messages.
   *
   * @param conversation the conversation
   * @param messages how many to keep, at least one
   * @param clock the time at which live messages arrive
   * @throws IllegalArgumentException if the number is not positive
   */
  public Revisions(Conversation conversation, int messages, Clock clock) {
    if (messages < 1) {
      throw new IllegalArgumentException("messages: %d (expected: >= 1)".formatted(messages));
    }
    this.conversation = conversation;
    this.messages = messages;
    this.clock = clock;
    index = new MessageIndex(conversation);
  }

  /**
   * Applies a message that was received, that another device sent or received (XEP-0280), or that
   * this client sent, except in a room, which sends it back. Apply them in their order.
   *
   * @param message the message
   * @return the message that it is or that it changed, as it stands now; null if it is neither,
   *     waits for the message that it refers to, was refused, or belongs to another conversation
   */
  public @Nullable RevisedMessage received(Message message) {
    Jid own = conversation.own();
    boolean contact = conversation.kind() == Conversation.Kind.CONTACT;
    Delay delay =
        contact ? Delay.of(message, own) : Delay.of(message, own, conversation.peer().bare());
    Instant now = clock.instant();
    return delay == null
        ? apply(message, now, true, Way.RECEIVED)
        : apply(message, earlier(delay.stamp(), now), false, Way.RECEIVED);
  }

  /**
   * Applies a message from an archive (XEP-0313) that the caller trusts: that of the own account
   * or, in a room, that of the room. Apply them in any order.
   *
   * @param id the archive's id of the message; ids inside the message are not believed
   * @param stamp when the archive received it
   * @param message the message
   * @return as {@link #received}
   */
  public @Nullable RevisedMessage archived(String id, Instant stamp, Message message) {
    boolean room = conversation.kind() == Conversation.Kind.ROOM;
    Message.Builder known = message.toBuilder();
    if (!id.isEmpty() && id.length() <= StanzaId.MAX_LENGTH) {
      // Added behind those in it, and the last one counts.
      known.payload(new StanzaId(id, room ? conversation.peer() : conversation.own()));
    }
    return apply(known.build(), earlier(stamp, clock.instant()), false, Way.ARCHIVED);
  }

  /**
   * Takes back reactions of this user that the other side did not take (XEP-0444, section 3.3):
   * those before them count again. A room rejects reactions before it passes them on, so there is
   * nothing to take back.
   *
   * @param error the error that came for the message with the reactions; other messages are ignored
   * @return the message reacted to, as it stands now; null if the error is for something else, or
   *     is not from the other side
   */
  public synchronized @Nullable RevisedMessage rejected(Message error) {
    String id = error.id();
    Jid from = error.from();
    boolean ofPeer =
        from != null
            && (conversation.kind() == Conversation.Kind.OCCUPANT ? from : from.bare())
                .equals(conversation.peer());
    if (error.type() != Message.Type.ERROR || id == null || !ofPeer) {
      return null;
    }
    Sender own = new Sender(conversation.own(), null);
    for (Tracked tracked : kept) {
      long before = tracked.weight();
      if (tracked.reject(own, id)) {
        weight += tracked.weight() - before;
        return tracked.view();
      }
    }
    return null;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private synchronized @Nullable RevisedMessage apply(
      Message message, Instant time, boolean live, Way way) {
    if (!conversation.includes(message)) {
      return null;
    }
    // Live messages are later than all before, whatever happens to the clock.
    Instant sent = live && time.isBefore(latest) ? latest : time;
    latest = sent.isAfter(latest) ? sent : latest;
    Arrived arrived = new Arrived(message, provenSender(message, live), sent, way);
    Reference reference = arrived.reference();
    Tracked changed = reference == null ? content(arrived) : refer(arrived, reference);
    return changed == null ? null : changed.view();
  }

  /** The sender, unless only a nickname at another time says who it was. */
  private @Nullable Sender provenSender(Message message, boolean live) {
    Sender sender = conversation.sender(message);
    boolean account = sender.address().isBare();
    return account || live || sender.occupantId() != null ? sender : null;
  }

  private @Nullable Tracked content(Arrived arrived) {
    if (!arrived.isContent()) {
      return null;
    }
    Message message = arrived.message();
    Tracked tracked = repeated(message, arrived.isTombstone());
    if (tracked == null) {
      tracked = new Tracked(arrived);
      kept.addLast(tracked);
      weight += tracked.weight();
    } else if (arrived.isTombstone()) {
      tracked.retract();
    }
    makeKnown(tracked, message);
    return tracked;
  }

  /** The same message, if it was applied before. */
  private @Nullable Tracked repeated(Message message, boolean trace) {
    for (String id : conversation.ids(message, Reference.Kind.CORRECTION)) {
      for (Tracked tracked : index.find(Reference.Kind.CORRECTION, id)) {
        if (isFromSame(tracked.original(), message) && tracked.isRepeatedBy(message, trace)) {
          return tracked;
        }
      }
    }
    return null;
  }

  /** Whether two messages have one sender and, as far as a room gave them ids, one such id. */
  private boolean isFromSame(Message one, Message other) {
    List<String> ids = conversation.ids(one, Reference.Kind.REPLY);
    List<String> others = conversation.ids(other, Reference.Kind.REPLY);
    return conversation.sender(one).address().equals(conversation.sender(other).address())
        && (ids.isEmpty() || others.isEmpty() || ids.stream().anyMatch(others::contains));
  }

  private @Nullable Tracked refer(Arrived later, Reference reference) {
    if (later.sender() == null) {
      refused++;
      return null;
    }
    List<Tracked> meant = index.find(reference.kind(), reference.id());
    if (meant.isEmpty()) {
      forgotten += waiting.add(later);
      return null;
    }
    for (int i = meant.size() - 1; i >= 0; i--) {
      Tracked tracked = meant.get(i);
      if (mayRefer(later.message(), reference, tracked)) {
        return change(tracked, later, reference) ? tracked : null;
      }
    }
    refused++;
    return null;
  }

  private boolean mayRefer(Message later, Reference reference, Tracked tracked) {
    return conversation.mayRefer(tracked.original().type(), tracked.sender(), later, reference);
  }

  private boolean change(Tracked tracked, Arrived later, Reference reference) {
    boolean changed = set(tracked, later, reference);
    if (changed && reference instanceof Correction) {
      makeKnown(tracked, later.message());
    } else {
      shrink();
    }
    return changed;
  }

  private boolean set(Tracked tracked, Arrived later, Reference reference) {
    Sender sender = later.sender();
    long before = tracked.weight();
    boolean changed = sender != null && tracked.apply(later, sender, reference);
    weight += tracked.weight() - before;
    refused += changed ? 0 : 1;
    return changed;
  }

  /**
   * Reactions may refer to a message by its own ids, and by those of copies and corrections of it
   * (XEP-0444, section 4). What waited for one of them is applied, which may make further ids
   * known.
   */
  private void makeKnown(Tracked tracked, Message as) {
    index.add(tracked, as);
    Deque<Arrived> work = new ArrayDeque<>(released(tracked));
    while (!work.isEmpty()) {
      Arrived next = work.remove();
      Reference reference = next.reference();
      if (reference != null && set(tracked, next, reference) && reference instanceof Correction) {
        index.add(tracked, next.message());
        work.addAll(released(tracked));
      }
    }
    shrink();
  }

  private List<Arrived> released(Tracked tracked) {
    return waiting.release(
        (later, reference) ->
            index.find(reference.kind(), reference.id()).contains(tracked)
                && mayRefer(later.message(), reference, tracked));
  }

  private void shrink() {
    while (kept.size() > messages || (weight > MAX_CHARACTERS && !kept.isEmpty())) {
      Tracked oldest = kept.removeFirst();
      index.remove(oldest);
      weight -= oldest.weight();
      forgotten++;
    }
  }

  /**
   * Finds a message that was applied.
   *
   * @param message the message, or a correction of it
   * @return the message as it stands now; null if it is not kept
   */
  public synchronized @Nullable RevisedMessage find(Message message) {
    if (!conversation.includes(message)) {
      return null;
    }
    Tracked tracked = repeated(message, false);
    Reference reference = Reference.of(message);
    if (tracked == null && reference != null) {
      for (Tracked meant : index.find(reference.kind(), reference.id())) {
        tracked = mayRefer(message, reference, meant) ? meant : tracked;
      }
    }
    return tracked == null ? null : tracked.view();
  }

  /**
   * Says that an occupant has left the room or changed its nickname, so that somebody else may come
   * with this nickname (XEP-0308, section 5). Without occupant ids, nobody can then change the
   * messages sent under it before. Does nothing in a conversation with a contact.
   *
   * @param occupant the occupant's address in the room; the room's bare address for all, when the
   *     user itself has left
   */
  public synchronized void left(Jid occupant) {
    if (conversation.kind() != Conversation.Kind.CONTACT) {
      Predicate<Jid> who =
          address ->
              address.isFull() && (occupant.isFull() ? address : address.bare()).equals(occupant);
      kept.forEach(tracked -> tracked.left(who));
      waiting.left(who);
    }
  }

  /** {@return the number of references refused, because their sender may not do that} */
  public synchronized long refused() {
    return refused;
  }

  /** {@return the number of messages and references that were left out for lack of room} */
  public synchronized long forgotten() {
    return forgotten;
  }
}
