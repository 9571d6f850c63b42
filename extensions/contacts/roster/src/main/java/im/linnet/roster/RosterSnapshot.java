package im.linnet.roster;

import im.linnet.stanza.Payload;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A roster at one moment, as a server answers it and a {@link RosterStore} keeps it. Immutable
 * value.
 */
public final class RosterSnapshot implements Payload {

  private static final Logger LOG = LoggerFactory.getLogger(RosterSnapshot.class);

  private final @Nullable String version;
  private final List<Contact> contacts;

  private RosterSnapshot(@Nullable String version, List<Contact> contacts) {
    this.version = version;
    this.contacts = List.copyOf(contacts);
  }

  /**
   * Creates a roster.
   *
   * @param version the server's name for this state of the roster, or null if it has none
   * @param contacts the contacts, in the server's order
   * @return the roster
   */
  public static RosterSnapshot of(@Nullable String version, List<Contact> contacts) {
    return new RosterSnapshot(version, contacts);
  }

  /**
   * Reads a roster. Malformed and removed items are left out (RFC 6121, section 2.1.2.5).
   *
   * @param query the {@code <query/>} of {@link Roster#NAMESPACE}
   * @return the roster
   */
  public static RosterSnapshot of(Element query) {
    List<Contact> contacts = new ArrayList<>();
    for (Element item : query.children("item", Roster.NAMESPACE)) {
      try {
        Contact contact = Contact.of(item);
        if (contact.subscription() != Contact.Subscription.REMOVE) {
          contacts.add(contact);
        }
      } catch (IllegalArgumentException malformed) {
        LOG.debug("Left out a roster item: {}", malformed.getMessage());
      }
    }
    return of(query.attribute("ver"), contacts);
  }

  /**
   * {@return the server's name for this state of the roster, or null if it has none} Opaque:
   * neither its order nor its form means anything (RFC 6121, section 2.1.1).
   */
  public @Nullable String version() {
    return version;
  }

  /** {@return the contacts, in the server's order} */
  public List<Contact> contacts() {
    return contacts;
  }

  @Override
  public Element toElement() {
    ElementBuilder query = Element.builder("query", Roster.NAMESPACE).attribute("ver", version);
    contacts.forEach(contact -> query.child(contact.toElement()));
    return query.build();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RosterSnapshot that
        && Objects.equals(version, that.version)
        && contacts.equals(that.contacts);
  }

  @Override
  public int hashCode() {
    return Objects.hash(version, contacts);
  }

  @Override
  public String toString() {
    return "RosterSnapshot[version=%s, contacts=%s]".formatted(version, contacts);
  }
}
