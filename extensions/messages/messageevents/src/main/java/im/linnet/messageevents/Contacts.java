package im.linnet.messageevents;

import im.linnet.connection.BoundStream;
import im.linnet.jid.Jid;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which contacts were asked for typing notices, and which have asked. Bounded, because anybody can
 * write to the client: the least recently used contact is dropped first. Keyed by bare address, as
 * only the last message of a contact counts (XEP-0022, section 5). Safe for use by any thread; the
 * lock is held for map operations only.
 */
final class Contacts {

  /**
   * One contact.
   *
   * @param asked whether it was asked for typing notices
   * @param uses whether it uses them: whether its last message asked for them; null if unknown
   * @param via the address that its last message came from
   * @param requested the id of its last message if that asked for notices, {@code ""} for none
   * @param notified the id in the notice that was sent and not cancelled
   */
  record Contact(
      boolean asked,
      @Nullable Boolean uses,
      @Nullable Jid via,
      @Nullable String requested,
      @Nullable String notified) {

    static final Contact NEW = new Contact(false, null, null, null, null);

    Contact whenAsked() {
      return new Contact(true, uses, via, requested, notified);
    }

    Contact using(boolean now) {
      return new Contact(asked, now, via, requested, notified);
    }

    Contact writing(Jid from, @Nullable String id) {
      return new Contact(asked, id != null, from, id, notified);
    }

    Contact notified(@Nullable String id) {
      return new Contact(asked, uses, via, requested, id);
    }

    /** Whether its last message came from this address, or from any if it is a bare one. */
    boolean isAt(Jid address) {
      return via != null && (address.isBare() || address.equals(via));
    }
  }

  /**
   * A notice to send.
   *
   * @param to the recipient
   * @param event what it says
   */
  record Notice(Jid to, MessageEvent event) {}

  private final int size;
  private final Map<Jid, Contact> contacts = new LinkedHashMap<>(16, 0.75f, true);
  private @Nullable BoundStream stream;

  Contacts(int size) {
    this.size = size;
  }

  synchronized Contact get(Jid contact) {
    return contacts.getOrDefault(contact.bare(), Contact.NEW);
  }

  /** Records whether the contact is known to use typing notices. */
  synchronized void uses(Jid contact, boolean uses) {
    put(contact, get(contact).using(uses));
  }

  /** Records a message that asks the contact for typing notices. */
  synchronized void asked(Jid contact) {
    put(contact, get(contact).whenAsked());
  }

  /** Records a message to the contact: what was announced as being composed has been sent. */
  synchronized void sent(Jid contact) {
    Contact known = get(contact);
    if (known.notified != null) {
      put(contact, known.notified(null));
    }
  }

  /** Records a message of the contact, with its id if it asks for typing notices. */
  synchronized void wrote(Jid from, @Nullable String id) {
    put(from, get(from).writing(from, id));
  }

  /** The notice that the user is typing, recorded as sent; null if there is none to send. */
  synchronized @Nullable Notice begin(Jid contact) {
    Contact known = get(contact);
    String id = known.requested;
    Jid to = known.via;
    if (id == null || to == null || !known.isAt(contact) || id.equals(known.notified)) {
      return null;
    }
    put(contact, known.notified(id));
    return new Notice(to, new MessageEvent(MessageEvent.Kind.COMPOSING, id));
  }

  /** The notice that the user has stopped typing, recorded as sent; null if there is none. */
  synchronized @Nullable Notice end(Jid contact) {
    Contact known = get(contact);
    String id = known.notified;
    Jid to = known.via;
    if (id == null || to == null || !known.isAt(contact)) {
      return null;
    }
    put(contact, known.notified(null));
    return new Notice(to, new MessageEvent(MessageEvent.Kind.CANCELLED, id));
  }

  /** Takes back a notice that was recorded but not sent. */
  synchronized void unsent(Notice notice) {
    Contact known = get(notice.to);
    boolean composing = notice.event.kind() == MessageEvent.Kind.COMPOSING;
    String recorded = composing ? notice.event.id() : null;
    if (Objects.equals(known.notified, recorded) && contacts.containsKey(notice.to.bare())) {
      put(notice.to, known.notified(composing ? null : notice.event.id()));
    }
  }

  /** Records that the contact must be neither asked nor sent notices, until it asks again. */
  synchronized void exclude(Jid contact) {
    put(contact, new Contact(false, false, null, null, null));
  }

  /** Forgets a contact if the client that wrote last, or all of its clients, went offline. */
  synchronized void left(Jid from) {
    if (from.isBare() || get(from).isAt(from)) {
      contacts.remove(from.bare());
    }
  }

  /**
   * Forgets all contacts if a new stream has begun. The program may send on it before the extension
   * is called.
   */
  @SuppressWarnings("ReferenceEquality") // two streams may be equal
  synchronized void on(@Nullable BoundStream now) {
    if (now == null || now == stream) {
      return;
    }
    stream = now;
    if (!now.resumed()) {
      contacts.clear();
    }
  }

  synchronized int size() {
    return contacts.size();
  }

  private void put(Jid contact, Contact now) {
    contacts.put(contact.bare(), now);
    if (contacts.size() > size) {
      contacts.remove(contacts.keySet().iterator().next());
    }
  }
}
