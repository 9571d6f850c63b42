package im.linnet.roster;

import im.linnet.jid.Jid;
import im.linnet.roster.Contact.Subscription;
import im.linnet.stanza.StanzaError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The client's copy of the roster. Answers and pushes change it on different threads, hence the
 * lock. It is held for map operations only, and no subscriber is called under it.
 */
final class RosterCopy {

  /** The most contacts that pushes may lead to, and the most events that may wait. */
  static final int MOST = 100_000;

  /** The most characters that they may have together. */
  static final long MOST_WEIGHT = 32L << 20;

  private final RosterEvents events;
  private final Map<Jid, Contact> contacts = new LinkedHashMap<>();

  /** Items whose address has a resource, as with some gateways, by their bare address. */
  private final Map<Jid, Jid> resources = new HashMap<>();

  private final List<Load> loads = new ArrayList<>();
  private long weight;
  private @Nullable String version;

  /** Whether nothing is missing: only then the version of a push applies to this copy. */
  private boolean complete;

  /** Whether nothing was missing when the connection was lost. */
  private boolean completeBefore;

  RosterCopy(RosterEvents events) {
    this.events = events;
  }

  synchronized List<Contact> contacts() {
    return List.copyOf(contacts.values());
  }

  /**
   * The item of exactly this address, else that of its account, else that of one of its resources.
   */
  synchronized @Nullable Contact contact(Jid jid) {
    Contact exact = contacts.get(jid);
    Contact whole = exact == null ? contacts.get(jid.bare()) : exact;
    Jid resource = whole == null ? resources.get(jid.bare()) : null;
    return resource == null ? whole : contacts.get(resource);
  }

  /** Records that a subscription request came back; returns whether one was under way. */
  synchronized boolean refused(Jid jid, boolean asked, StanzaError error) {
    Contact contact = contact(jid);
    if (!asked && (contact == null || !contact.asked())) {
      return false;
    }
    Contact meant = contact == null ? Contact.builder(jid.bare()).build() : contact;
    events.add(new RosterEvent.SubscriptionFailed(meant, error));
    return true;
  }

  /** The roster to store, or null if it has no version. */
  synchronized @Nullable RosterSnapshot snapshot() {
    return version == null || !complete ? null : RosterSnapshot.of(version, contacts());
  }

  /** Starts with the stored roster, unless there is one already. */
  synchronized void restore(RosterSnapshot stored) {
    if (contacts.isEmpty() && version == null) {
      stored.contacts().forEach(this::put);
      version = stored.version();
    }
  }

  /**
   * Records the end of a connection: unless its stream is resumed, changes before the next load are
   * missed.
   */
  synchronized void outdated() {
    completeBefore |= complete;
    complete = false;
  }

  /** Records a new connection, with a resumed stream or a new one. */
  synchronized void connected(boolean resumed) {
    complete |= resumed && completeBefore;
    completeBefore = false;
  }

  /** Starts a load. */
  synchronized Load begin() {
    Load load = new Load(version);
    loads.add(load);
    return load;
  }

  /** Ends a load without an answer. */
  synchronized void failed(Load load) {
    loads.remove(load);
  }

  /** Ends a load: the sent version is current, or the server will push the changes. */
  synchronized void confirmed(Load load) {
    loads.remove(load);
    version = load.pushed.isEmpty() ? load.version : load.pushedVersion;
    settle(load);
  }

  /** Ends a load with the server's roster. */
  synchronized void replaced(Load load, RosterSnapshot roster) {
    loads.remove(load);
    Map<Jid, Contact> loaded = new LinkedHashMap<>();
    roster.contacts().forEach(contact -> loaded.put(contact.jid(), contact));
    version = pushedTo(loaded, load) ? load.pushedVersion : roster.version();
    settle(load);
    become(loaded);
  }

  /** Applies what was pushed during a load; whether that changed anything. */
  private static boolean pushedTo(Map<Jid, Contact> loaded, Load load) {
    if (load.pushed.isEmpty()) {
      return false;
    }
    Map<Jid, Contact> answered = Map.copyOf(loaded);
    load.pushed.values().forEach(pushed -> apply(loaded, pushed));
    return !loaded.equals(answered);
  }

  /** Marks the copy as complete, unless a push was refused meanwhile. */
  private void settle(Load load) {
    complete = !load.missed;
    version = complete ? version : null;
  }

  /**
   * Applies a push of one item. If the copy was not complete, no version applies to it any more and
   * the next load fetches the whole roster: a server may leave out items that came and went in
   * between.
   *
   * @return whether there was room for the item; if not, the copy is incomplete from now on
   */
  synchronized boolean pushed(Contact contact, @Nullable String pushedVersion) {
    if (!hasRoomFor(contact)) {
      complete = false;
      version = null;
      loads.forEach(load -> load.missed = true);
      return false;
    }
    for (Load load : loads) {
      load.pushed.put(contact.jid(), contact);
      load.pushedVersion = pushedVersion;
    }
    version = complete ? pushedVersion : null;
    if (contact.subscription() == Subscription.REMOVE) {
      remove(contact.jid());
    } else {
      put(contact);
    }
    return true;
  }

  private boolean hasRoomFor(Contact contact) {
    boolean late = loads.stream().anyMatch(load -> load.pushed.size() >= MOST);
    Contact before = contacts.get(contact.jid());
    int had = before == null ? 0 : before.weight();
    boolean grows =
        contact.subscription() != Subscription.REMOVE && (before == null || contact.weight() > had);
    boolean much = contacts.size() >= MOST && before == null;
    return !late
        && !events.isFull()
        && !(grows && (much || weight - had + contact.weight() > MOST_WEIGHT));
  }

  private void become(Map<Jid, Contact> loaded) {
    resources.clear();
    List.copyOf(contacts.keySet()).stream()
        .filter(jid -> !loaded.containsKey(jid))
        .forEach(this::remove);
    loaded.values().forEach(this::put);
    // The values are equal already; this restores the server's order.
    contacts.clear();
    contacts.putAll(loaded);
  }

  private static void apply(Map<Jid, Contact> roster, Contact pushed) {
    if (pushed.subscription() == Subscription.REMOVE) {
      roster.remove(pushed.jid());
    } else {
      roster.put(pushed.jid(), pushed);
    }
  }

  private void put(Contact contact) {
    Contact before = contacts.put(contact.jid(), contact);
    weight += contact.weight() - (before == null ? 0 : before.weight());
    index(contact.jid());
    if (before == null) {
      events.add(new RosterEvent.Added(contact));
    } else if (!before.equals(contact)) {
      events.add(new RosterEvent.Changed(before, contact));
    }
  }

  private void remove(Jid jid) {
    Contact removed = contacts.remove(jid);
    if (resources.remove(jid.bare(), jid)) {
      contacts.keySet().stream().filter(jid::isSameAccount).forEach(this::index);
    }
    if (removed != null) {
      weight -= removed.weight();
      events.add(new RosterEvent.Removed(removed));
    }
  }

  private void index(Jid jid) {
    if (jid.isFull()) {
      resources.putIfAbsent(jid.bare(), jid);
    }
  }

  /**
   * A load under way. A push that arrives on another thread may overtake the answer that it
   * follows, so pushes are applied again after the answer; repeating one has no effect.
   */
  static final class Load {

    private final @Nullable String version;
    private final Map<Jid, Contact> pushed = new LinkedHashMap<>();
    private @Nullable String pushedVersion;
    private boolean missed;

    private Load(@Nullable String version) {
      this.version = version;
    }

    /** The version at the start of the load, or null. */
    @Nullable String version() {
      return version;
    }
  }
}
