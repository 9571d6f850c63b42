package im.linnet.testkit.gateway;

import im.linnet.testkit.events.EventLog;
import im.linnet.testkit.xml.XmlElement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The state of one gateway. Everything but logs and settings is guarded by {@link #locked}. */
final class Site {
  private final ReentrantLock lock = new ReentrantLock();
  private final Addresses addresses;
  private final GatewayClock clock;
  private final Consumer<String> out;
  private final Map<String, Person> persons = new LinkedHashMap<>();
  private final List<LegacyContact> template;
  private final Map<String, Account> accounts = new HashMap<>();
  private final Map<String, Session> sessions = new LinkedHashMap<>();
  private final Map<String, Consumer<XmlElement>> pending = new HashMap<>();
  private final Set<String> roomNames = new HashSet<>();
  private final EventLog<GatewayEvent> events = new EventLog<>();
  private final EventLog<XmlElement> received = new EventLog<>();
  private final EventLog<String> sent = new EventLog<>();
  private volatile GatewaySettings settings;
  private int lastId;

  Site(
      String domain,
      GatewaySettings settings,
      GatewayClock clock,
      List<LegacyContact> contacts,
      Consumer<String> out) {
    this.addresses = new Addresses(domain);
    this.settings = settings;
    this.clock = clock;
    this.template = List.copyOf(contacts);
    this.out = out;
    contacts.forEach(contact -> persons.put(contact.id(), new Person(contact)));
  }

  /** Runs something alone. */
  void locked(Runnable work) {
    lock.lock();
    try {
      work.run();
    } finally {
      lock.unlock();
    }
  }

  /** Computes something alone. */
  <T extends @Nullable Object> T computed(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  Addresses addresses() {
    return addresses;
  }

  String domain() {
    return addresses.domain();
  }

  GatewayClock clock() {
    return clock;
  }

  GatewaySettings settings() {
    return settings;
  }

  void settings(GatewaySettings others) {
    settings = others;
  }

  boolean has(GatewayFault fault) {
    return settings.has(fault);
  }

  EventLog<GatewayEvent> events() {
    return events;
  }

  EventLog<XmlElement> received() {
    return received;
  }

  EventLog<String> sent() {
    return sent;
  }

  /** Sends XML; it is queued, so that nothing blocks under the lock. */
  void send(String xml) {
    sent.add(xml);
    out.accept(xml);
  }

  /** Sends a message as PyMSNt does: with an id, and a request for typing notifications. */
  void sendMessage(
      String to, String from, @Nullable String type, String body, @Nullable String stamp) {
    String delay =
        stamp == null
            ? ""
            : "<x xmlns='"
                + Ns.DELAY
                + "'"
                + Stanzas.attribute("from", from)
                + Stanzas.attribute("stamp", stamp)
                + "/>";
    String request = Stanzas.qualified("x", Ns.EVENT, "<composing/>");
    String content = delay + Stanzas.element("body", body) + request;
    send(Stanzas.message(to, from, newId(), type, content));
  }

  /** Sends a request; its result or error is given to the consumer, under the lock. */
  void request(String to, String from, String type, String content, Consumer<XmlElement> answered) {
    String id = newId();
    pending.put(id, answered);
    send(Stanzas.iq(type, from, to, id, content));
  }

  /** Takes an answer to a request of the gateway. */
  void answered(XmlElement iq) {
    Consumer<XmlElement> waiting = pending.remove(String.valueOf(iq.attribute("id")));
    if (waiting != null) {
      waiting.accept(iq);
    }
  }

  String newId() {
    lastId++;
    return Integer.toString(lastId);
  }

  /** {@return a name of a room that was not in use} */
  String newRoom() {
    for (int number = 0; ; number++) {
      if (reserveRoom("r" + number)) {
        return "r" + number;
      }
    }
  }

  /** {@return whether the name is new} */
  boolean reserveRoom(String name) {
    return roomNames.add(name);
  }

  @Nullable Person person(String id) {
    return persons.get(id);
  }

  /** {@return the persons, in order} */
  List<Person> persons() {
    return List.copyOf(persons.values());
  }

  Person require(String id) {
    Person person = persons.get(id);
    if (person == null) {
      throw new IllegalArgumentException("contact: " + id + " (expected: one of the network)");
    }
    return person;
  }

  void add(LegacyContact contact) {
    persons.put(contact.id(), new Person(contact));
  }

  /** {@return the user's account, made from the template at the first request} */
  Account account(String jid) {
    return accounts.computeIfAbsent(Addresses.user(jid), this::newAccount);
  }

  private Account newAccount(String jid) {
    Account account = new Account(jid);
    for (LegacyContact contact : template) {
      if (contact.subscription() != Subscription.NONE) {
        account.list().put(contact.id(), contact.subscription());
      }
    }
    return account;
  }

  @Nullable Session session(String jid) {
    return sessions.get(Addresses.user(jid));
  }

  /** {@return the session of a user} Fails if there is none, or it can't be used yet. */
  Session ready(String jid) {
    Session session = session(jid);
    if (session == null || !session.ready()) {
      throw new IllegalStateException(
          jid + " is not signed on to " + domain() + " (expected: await GatewayEvent.Ready first)");
    }
    return session;
  }

  List<Session> sessions() {
    return List.copyOf(sessions.values());
  }

  void join(Session session) {
    sessions.put(session.user(), session);
  }

  void leave(Session session) {
    sessions.remove(session.user(), session);
  }

  /** {@return a contact's bare address} */
  String jid(String id) {
    return addresses.contact(id, settings.addressForm());
  }

  /** {@return the picture that is announced for a person, or null for none} */
  @Nullable Avatar avatar(Person person) {
    Avatar own = person.avatar();
    return own == null ? settings.defaultAvatar() : own;
  }
}
