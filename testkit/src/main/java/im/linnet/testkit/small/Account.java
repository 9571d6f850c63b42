package im.linnet.testkit.small;

import im.linnet.testkit.xml.XmlElement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the server keeps for a user, and the user's sessions. Used on the {@link Loop}. */
final class Account {
  private static final int MOST_KEPT = 1000;

  private final Address address;
  private final Map<Address, Contact> contacts = new LinkedHashMap<>();
  private final List<ClientSession> sessions = new ArrayList<>();
  private final List<Stanza> offline = new ArrayList<>();
  private Password password;
  private @Nullable XmlElement card;

  Account(Address address, Password password) {
    this.address = address;
    this.password = password;
  }

  /** {@return the bare address} */
  Address address() {
    return address;
  }

  Password password() {
    return password;
  }

  void password(Password changed) {
    password = changed;
  }

  @Nullable XmlElement card() {
    return card;
  }

  void card(XmlElement stored) {
    card = stored;
  }

  /** {@return the contact, a stranger if nothing is known of it} */
  Contact contact(Address other) {
    Contact known = contacts.get(other.bare());
    return known == null ? Contact.stranger(other.bare()) : known;
  }

  /** {@return the roster, and those who only asked for a subscription} */
  List<Contact> contacts() {
    return List.copyOf(contacts.values());
  }

  void put(Contact contact) {
    if (contact.forgettable()) {
      contacts.remove(contact.address());
    } else {
      contacts.put(contact.address(), contact);
    }
  }

  void remove(Contact contact) {
    contacts.remove(contact.address());
  }

  void join(ClientSession session) {
    sessions.add(session);
  }

  void leave(ClientSession session) {
    sessions.remove(session);
  }

  List<ClientSession> sessions() {
    return List.copyOf(sessions);
  }

  List<ClientSession> sessions(Predicate<ClientSession> wanted) {
    return sessions.stream().filter(wanted).toList();
  }

  @Nullable ClientSession session(@Nullable String resource) {
    return sessions.stream()
        .filter(each -> each.resource().equals(resource))
        .findFirst()
        .orElse(null);
  }

  /** Keeps a message for the next available session. {@return whether there is room for it} */
  boolean keep(Stanza message) {
    return offline.size() < MOST_KEPT && offline.add(message);
  }

  /** {@return the kept messages, which are forgotten} */
  List<Stanza> takeKept() {
    List<Stanza> kept = List.copyOf(offline);
    offline.clear();
    return kept;
  }
}
