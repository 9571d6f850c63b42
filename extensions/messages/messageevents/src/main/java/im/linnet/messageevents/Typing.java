package im.linnet.messageevents;

import im.linnet.connection.Subscription;
import im.linnet.jid.Jid;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The contacts that are typing, by bare address, with the timers that end it. Bounded: beyond the
 * limit the one that started first no longer counts as typing. Changed by the client's callbacks
 * only; safe to read by any thread.
 */
final class Typing {

  /**
   * One contact that is typing.
   *
   * @param from the address that its notice came from
   * @param turn identifies its last notice
   * @param timer ends it
   */
  record Typist(Jid from, Object turn, Subscription timer) {}

  private final int size;
  private final Map<Jid, Typist> typists = new LinkedHashMap<>();

  Typing(int size) {
    this.size = size;
  }

  /**
   * Adds a contact, or replaces its timer.
   *
   * @return the one that no longer counts as typing because of it, or null
   */
  synchronized @Nullable Jid start(Jid from, Object turn, Subscription timer) {
    Typist before = typists.remove(from.bare());
    if (before != null) {
      before.timer.close();
    }
    typists.put(from.bare(), new Typist(from, turn, timer));
    return typists.size() > size ? stop(typists.keySet().iterator().next()) : null;
  }

  /** Removes a contact; returns the address that its notice came from, null if it did not type. */
  synchronized @Nullable Jid stop(Jid contact) {
    Typist typist = typists.remove(contact.bare());
    if (typist == null) {
      return null;
    }
    typist.timer.close();
    return typist.from;
  }

  synchronized boolean has(Jid contact) {
    return typists.containsKey(contact.bare());
  }

  /** Whether this is the last notice of the contact. */
  synchronized boolean isTurn(Jid contact, Object turn) {
    Typist typist = typists.get(contact.bare());
    return typist != null && typist.turn.equals(turn);
  }

  /** Whether the last notice of the contact came from this address, or from a bare one's client. */
  synchronized boolean isFrom(Jid address) {
    Typist typist = typists.get(address.bare());
    return typist != null && (address.isBare() || address.equals(typist.from));
  }

  /** Removes all; returns the addresses that their notices came from. */
  synchronized List<Jid> stopAll() {
    List<Jid> all = new ArrayList<>();
    for (Typist typist : typists.values()) {
      typist.timer.close();
      all.add(typist.from);
    }
    typists.clear();
    return all;
  }
}
