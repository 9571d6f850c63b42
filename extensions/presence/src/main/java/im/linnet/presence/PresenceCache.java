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
 * The latest presence of every available resource. When there are too many, the one of the same
 * contact that was silent for longest is forgotten, or the contact that was.
 */
final class PresenceCache {

  /** The best resource first: see {@link Presences#of}. */
  private static final Comparator<Heard> BEST_FIRST =
      Comparator.comparingInt((Heard heard) -> heard.presence().priority())
          .thenComparingInt(heard -> eagerness(heard.presence().show()))
          .thenComparingLong(Heard::moment)
          .reversed();

  private final PresenceLimits limits;

  /** Contacts, and of each the resources, those that were silent for longest first. */
  private final Map<Jid, Map<Jid, Heard>> contacts = new LinkedHashMap<>();

  private int resources;
  private long moments;

  /** A presence, and when it came in the order of all. */
  private record Heard(Presence presence, long moment) {}

  PresenceCache(PresenceLimits limits) {
    this.limits = limits;
  }

  synchronized void put(Jid from, Presence presence) {
    Map<Jid, Heard> heard = contacts.remove(from.bare());
    heard = heard == null ? new LinkedHashMap<>() : heard;
    contacts.put(from.bare(), heard);
    if (heard.remove(from) == null) {
      resources++;
    }
    heard.put(from, new Heard(presence, moments++));
    if (heard.size() > limits.resourcesOfContact()) {
      removeFirst(heard);
      resources--;
    }
    while (resources > limits.resources()) {
      forgetMostSilent();
    }
  }

  /** Forgets a resource; all of a contact's, if the address is bare. */
  synchronized void remove(Jid from) {
    Map<Jid, Heard> heard = contacts.get(from.bare());
    if (heard == null) {
      return;
    }
    int before = heard.size();
    if (from.isBare()) {
      heard.clear();
    } else {
      heard.remove(from);
    }
    resources -= before - heard.size();
    if (heard.isEmpty()) {
      contacts.remove(from.bare());
    }
  }

  /** Forgets everything; tells whether there was anything. */
  synchronized boolean clear() {
    boolean any = resources > 0;
    contacts.clear();
    resources = 0;
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

  /** Of the contact that was silent for longest, the resource that was. */
  private void forgetMostSilent() {
    Map.Entry<Jid, Map<Jid, Heard>> contact = contacts.entrySet().iterator().next();
    removeFirst(contact.getValue());
    resources--;
    if (contact.getValue().isEmpty()) {
      contacts.remove(contact.getKey());
    }
  }

  private static void removeFirst(Map<Jid, Heard> heard) {
    Iterator<Jid> oldest = heard.keySet().iterator();
    oldest.next();
    oldest.remove();
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
