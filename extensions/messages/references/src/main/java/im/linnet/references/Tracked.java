package im.linnet.references;

import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A message and what later ones said about it. The result does not depend on their order, nor on
 * how often each is applied: of corrections, and of reactions of one sender, the latest counts, and
 * a retraction is final. Guarded by the lock of {@link Revisions}.
 */
final class Tracked {

  /** The number of senders whose reactions to one message are kept. */
  static final int MAX_REACTING = 256;

  private final Message original;
  private @Nullable Sender sender;
  private final boolean trace;
  private Message current;
  private Instant currentSince;
  private boolean retracted;
  private long weight;
  private final Map<Object, Reacted> reactions = new LinkedHashMap<>();

  /** The message of the user's own reactions that were rejected last. */
  private @Nullable String rejected;

  /** The last reactions of one sender. */
  private record Reacted(
      Jid address,
      Instant time,
      Set<String> emojis,
      @Nullable String id,
      @Nullable Reacted replaced) {

    /** About its size in characters. */
    long weight() {
      return Long.SIZE
          + emojis.stream().mapToLong(String::length).sum()
          + (id == null ? 0 : id.length())
          + (replaced == null ? 0 : replaced.weight());
    }

    Reacted replacing(@Nullable Reacted other) {
      return new Reacted(address, time, emojis, id, other);
    }
  }

  Tracked(Arrived original) {
    this.original = original.message();
    sender = original.sender();
    current = original.message();
    currentSince = Instant.MIN;
    trace = original.isTombstone();
    retracted = trace;
    weight = original.message().element().weight();
  }

  Message original() {
    return original;
  }

  /** Who may correct and retract it; null if that can't be known any more. */
  @Nullable Sender sender() {
    return sender;
  }

  /** Whether a message of the same sender, with the same id, is the same one received again. */
  boolean isRepeatedBy(Message other, boolean trace) {
    return original.type() == other.type()
        && (trace || this.trace || Objects.equals(original.body(), other.body()));
  }

  /** The archive has only a trace of it now. */
  void retract() {
    retracted = true;
  }

  /**
   * Applies a message that is known to be allowed.
   *
   * @return whether it was; false if too many have reacted
   */
  boolean apply(Arrived later, Sender by, Reference reference) {
    if (reference instanceof Reactions reacted) {
      String id = later.message().id();
      return react(by, new Reacted(by.address(), later.time(), reacted.emojis(), id, null));
    }
    if (reference instanceof Retraction) {
      retract();
    } else if (!later.time().isBefore(currentSince)) {
      weight += later.message().element().weight();
      weight -= currentSince.equals(Instant.MIN) ? 0 : current.element().weight();
      current = later.message();
      currentSince = later.time();
    }
    return true;
  }

  private boolean react(Sender by, Reacted reacted) {
    Reacted before = reactions.get(by.key());
    if (before == null && reactions.size() >= MAX_REACTING) {
      return false;
    }
    if (reacted.id != null && reacted.id.equals(rejected)) {
      return true; // The same message again, from another device or an archive.
    }
    if (before == null || !reacted.time.isBefore(before.time)) {
      boolean again = before != null && Objects.equals(before.id, reacted.id);
      Reacted replaced = before == null ? null : again ? before.replaced : before.replacing(null);
      put(by, reacted.replacing(replaced));
    }
    return true;
  }

  private void put(Sender by, @Nullable Reacted now) {
    Reacted before = now == null ? reactions.remove(by.key()) : reactions.put(by.key(), now);
    weight += (now == null ? 0 : now.weight()) - (before == null ? 0 : before.weight());
  }

  /**
   * Takes back reactions that were not taken, as far as the last ones of the sender are concerned
   * or those before.
   *
   * @param id the id of their message
   * @return whether they were found
   */
  boolean reject(Sender by, String id) {
    Reacted last = reactions.get(by.key());
    Reacted before = last == null ? null : last.replaced;
    if (last != null && id.equals(last.id)) {
      put(by, before);
    } else if (last != null && before != null && id.equals(before.id)) {
      put(by, last.replacing(null));
    } else {
      return false;
    }
    rejected = id;
    return true;
  }

  /** Senders without occupant ids have left: others may come back under their names. */
  void left(Predicate<Jid> who) {
    if (sender != null && sender.occupantId() == null && who.test(sender.address())) {
      sender = null;
    }
    for (Object key : Set.copyOf(reactions.keySet())) {
      if (key instanceof Jid address && who.test(address)) {
        Reacted last = Objects.requireNonNull(reactions.remove(key));
        reactions.put(new Object(), last);
      }
    }
  }

  /** About its size in characters, with the current version and the reactions. */
  long weight() {
    return weight;
  }

  RevisedMessage view() {
    Map<Jid, Set<String>> byAddress = new LinkedHashMap<>();
    for (Reacted reacted : reactions.values()) {
      if (!reacted.emojis.isEmpty()) {
        byAddress.merge(reacted.address, reacted.emojis, Tracked::both);
      }
    }
    return new RevisedMessage(original, current, retracted, byAddress);
  }

  /** Two users had the same nickname, one after the other. */
  private static Set<String> both(Set<String> one, Set<String> other) {
    Set<String> both = new LinkedHashSet<>(one);
    both.addAll(other);
    return Collections.unmodifiableSet(both);
  }
}
