package im.linnet.presence;

import im.linnet.jid.Jid;
import im.linnet.stanza.Presence;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The latest presence of every available resource. If there are too many, or they are too large,
 * the longest silent resource of the same contact is dropped, or of the longest silent contact.
 */
final class PresenceCache {

  /** The best resource first: see {@link Presences#of}. */
  private static final Comparator<Heard> BEST_FIRST =
      Comparator.comparingInt((Heard heard) -> heard.presence().priority())
          .thenComparingInt(heard -> eagerness(heard.presence().show()))
          .thenComparingLong(Heard::moment)
          .reversed();

  private final PresenceLimits limits;

  /** The contacts and their resources, the longest silent first. */
  private final Map<Jid, Map<Jid, Heard>> contacts = new LinkedHashMap<>();

  private int resources;
  private long characters;
  private long moments;

  /** A presence, its position in the order of arrival, and its size in characters. */
  private record Heard(Presence presence, long moment, long characters) {}

  PresenceCache(PresenceLimits limits) {
    this.limits = limits;
  }

  /** Keeps a presence. One that is too large by itself only removes the one before it. */
  synchronized void put(Jid from, Presence presence) {
    removeExactly(from);
    Heard latest = new Heard(presence, moments++, presence.element().weight());
    if (latest.characters > limits.characters()) {
      return;
    }
    Map<Jid, Heard> heard = contacts.remove(from.bare());
    heard = heard == null ? new LinkedHashMap<>() : heard;
    contacts.put(from.bare(), heard);
    heard.put(from, latest);
    resources++;
    characters += latest.characters;
    if (heard.size() > limits.resourcesOfContact()) {
      forgetFirst(heard);
    }
    while (resources > limits.resources() || characters > limits.characters()) {
      forgetMostSilent();
    }
  }

  /** Forgets a resource; if the address is bare, all resources of the contact. */
  synchronized void remove(Jid from) {
    Map<Jid, Heard> heard = from.isBare() ? contacts.remove(from) : null;
    if (heard == null) {
      removeExactly(from);
    } else {
      heard.values().forEach(this::forget);
    }
  }

  private void removeExactly(Jid from) {
    Map<Jid, Heard> heard = contacts.getOrDefault(from.bare(), Map.of());
    if (heard.containsKey(from)) {
      forget(heard.remove(from));
      if (heard.isEmpty()) {
        contacts.remove(from.bare());
      }
    }
  }

  /** Forgets everything; returns whether there was anything. */
  synchronized boolean clear() {
    boolean any = resources > 0;
    contacts.clear();
    resources = 0;
    characters = 0;
    return any;
  }

  synchronized List<Presence> of(Jid contact) {
    return contacts.getOrDefault(contact.bare(), Map.of()).values().stream()
        .sorted(BEST_FIRST)
        .map(Heard::presence)
        .toList();
  }

  synchronized @Nullable Presence exactly(Jid resource) {
    Heard heard = contacts.getOrDefault(resource.bare(), Map.of()).get(resource);
    return heard == null ? null : heard.presence();
  }

  synchronized List<Jid> available() {
    return List.copyOf(contacts.keySet());
  }

  /** Forgets the longest silent resource of the longest silent contact. */
  private void forgetMostSilent() {
    Map.Entry<Jid, Map<Jid, Heard>> contact = contacts.entrySet().iterator().next();
    forgetFirst(contact.getValue());
    if (contact.getValue().isEmpty()) {
      contacts.remove(contact.getKey());
    }
  }

  private void forgetFirst(Map<Jid, Heard> heard) {
    Iterator<Heard> oldest = heard.values().iterator();
    forget(oldest.next());
    oldest.remove();
  }

  private void forget(@Nullable Heard heard) {
    if (heard != null) {
      resources--;
      characters -= heard.characters;
    }
  }

  private static int eagerness(Presence.@Nullable Show show) {
    if (show == null) {
      return 3;
    }
    return switch (show) {
      case CHAT -> 4;
      case AWAY -> 2;
      case XA -> 1;
      case DND -> 0;
    };
  }
}
