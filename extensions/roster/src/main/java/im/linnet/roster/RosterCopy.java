package im.linnet.roster;

import im.linnet.jid.Jid;
import im.linnet.roster.Contact.Subscription;
import im.linnet.stanza.StanzaError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The client's copy of the roster. Answers and pushes change it on different threads, hence the
 * lock; it is held for no longer than a map is changed, and no subscriber is called under it.
 */
final class RosterCopy {

  /** How many contacts pushes may lead to, and how many events may wait. */
  static final int MOST = 100_000;

  /** How many characters they may have together. */
  static final long MOST_WEIGHT = 32L << 20;

  private final RosterEvents events;
  private final Map<Jid, Contact> contacts = new LinkedHashMap<>();

  /** Of items whose address has a resource, as some gateways have them, that by the bare one. */
  private final Map<Jid, Jid> resources = new HashMap<>();

  private final List<Load> loads = new ArrayList<>();
  private long weight;
  private @Nullable String version;

  /** Whether nothing is missing: only then a push's version names what is here. */
  private boolean complete;

  /** Whether nothing was missing when the connection was lost. */
  private boolean completeBefore;

  RosterCopy(RosterEvents events) {
    this.events = events;
  }

  synchronized List<Contact> contacts() {
    return List.copyOf(contacts.values());
  }

  /** The item of that very address, else that of its account, else that of one of its resources. */
  synchronized @Nullable Contact contact(Jid jid) {
    Contact exact = contacts.get(jid);
    Contact whole = exact == null ? contacts.get(jid.bare()) : exact;
    Jid resource = whole == null ? resources.get(jid.bare()) : null;
    return resource == null ? whole : contacts.get(resource);
  }

  /** A request to see a contact's presence came back; tells whether one was under way. */
  synchronized boolean refused(Jid jid, boolean asked, StanzaError error) {
    Contact contact = contact(jid);
    if (!asked && (contact == null || !contact.asked())) {
      return false;
    }
    Contact unknown = new Contact(jid.bare(), null, Subscription.NONE, false, false, Set.of());
    events.add(new RosterEvent.SubscriptionFailed(contact == null ? unknown : contact, error));
    return true;
  }

  /** What is worth storing: the roster if it has a version, or null. */
  synchronized @Nullable RosterSnapshot snapshot() {
    return version == null || !complete ? null : new RosterSnapshot(version, contacts());
  }

  /** Begins with what was stored, unless something is here already. */
  synchronized void restore(RosterSnapshot stored) {
    if (contacts.isEmpty() && version == null) {
      stored.contacts().forEach(this::put);
      version = stored.version();
    }
  }

  /** A connection has ended: unless its stream goes on, changes before the next load are missed. */
  synchronized void outdated() {
    completeBefore |= complete;
    complete = false;
  }

  /** There is a connection: the stream of the one before goes on, or another begins. */
  synchronized void connected(boolean resumed) {
    complete |= resumed && completeBefore;
    completeBefore = false;
  }

  /** The server is about to be asked. */
  synchronized Load begin() {
    Load load = new Load(version);
    loads.add(load);
    return load;
  }

  /** There was no answer. */
  synchronized void failed(Load load) {
    loads.remove(load);
  }

  /** The server says that the version it was told still stands, or leads to now by pushes. */
  synchronized void confirmed(Load load) {
    loads.remove(load);
    version = load.pushed.isEmpty() ? load.version : load.pushedVersion;
    settle(load);
  }

  /** The server has sent its roster. */
  synchronized void replaced(Load load, RosterSnapshot roster) {
    loads.remove(load);
    Map<Jid, Contact> loaded = new LinkedHashMap<>();
    roster.contacts().forEach(contact -> loaded.put(contact.jid(), contact));
    Map<Jid, Contact> answered = Map.copyOf(loaded);
    load.pushed.values().forEach(pushed -> apply(loaded, pushed));
    version = loaded.equals(answered) ? roster.version() : load.pushedVersion;
    settle(load);
    become(loaded);
  }

  /** What is here is the server's roster, unless a push was refused meanwhile. */
  private void settle(Load load) {
    complete = !load.missed;
    version = complete ? version : null;
  }

  /**
   * The server has pushed one item. If what is here was not complete, no version names it from now
   * on and the next load is of the whole: a server may leave out what came and went in between.
   *
   * @return whether there was room for it; if not, it is missing from now on
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
    // The values are the same by now; this is for the server's order.
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
   * A request under way. A push that arrives on another thread may overtake the answer that it
   * follows, so pushes are applied once more after the answer: at worst to no effect.
   */
  static final class Load {

    private final @Nullable String version;
    private final Map<Jid, Contact> pushed = new LinkedHashMap<>();
    private @Nullable String pushedVersion;
    private boolean missed;

    private Load(@Nullable String version) {
      this.version = version;
    }

    /** The version that is here when the server is asked, or null. */
    @Nullable String version() {
      return version;
    }
  }
}
