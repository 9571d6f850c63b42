package im.linnet.testkit.messenger;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The service's data of a user, signed in or not. Thread-safe. */
final class Account {
  private final MessengerUser user;
  private final String jid;
  private final Map<String, Contact> contacts = new LinkedHashMap<>();
  private final Map<String, String> invitations = new LinkedHashMap<>();
  private final List<String> offline = new ArrayList<>();
  private final History history = new History();
  private volatile Card card;
  private volatile boolean keepsHistory = true;

  Account(MessengerUser user, String domain) {
    this.user = user;
    this.jid = user.id() + "@" + domain;
    this.card = Card.of(user.name());
  }

  MessengerUser user() {
    return user;
  }

  /** {@return the bare address} */
  String jid() {
    return jid;
  }

  Card card() {
    return card;
  }

  void card(Card other) {
    card = other;
  }

  /** {@return the messages exchanged with each contact} */
  History history() {
    return history;
  }

  /** {@return whether the user's chats are archived} */
  boolean keepsHistory() {
    return keepsHistory;
  }

  void keepsHistory(boolean wanted) {
    keepsHistory = wanted;
  }

  synchronized List<Contact> contacts() {
    return List.copyOf(contacts.values());
  }

  synchronized @Nullable Contact contact(String other) {
    return contacts.get(other);
  }

  synchronized void put(Contact contact) {
    contacts.put(contact.jid(), contact);
  }

  /** Returns whether presence is exchanged with the other. */
  synchronized boolean sees(String other) {
    Contact contact = contacts.get(other);
    return contact != null && contact.mutual();
  }

  /** Stores an invitation until it is answered. */
  synchronized void invite(String from, String presence) {
    invitations.put(from, presence);
  }

  /** {@return whether there was an invitation from the other; it is removed} */
  synchronized boolean takeInvitation(String from) {
    return invitations.remove(from) != null;
  }

  synchronized List<String> invitations() {
    return List.copyOf(invitations.values());
  }

  /** Stores a message for the next login. */
  synchronized void keep(String message) {
    offline.add(message);
  }

  synchronized List<String> takeKept() {
    List<String> kept = List.copyOf(offline);
    offline.clear();
    return kept;
  }
}
