package im.linnet.roster;

import im.linnet.stanza.Payload;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A roster at one moment, as a server answers it and a {@link RosterStore} keeps it.
 *
 * @param version the server's name for this state of the roster, or null if it has none. Opaque:
 *     neither its order nor its form means anything (RFC 6121, section 2.1.1)
 * @param contacts the contacts, in the server's order
 */
public record RosterSnapshot(@Nullable String version, List<Contact> contacts) implements Payload {

  private static final Logger LOG = LoggerFactory.getLogger(RosterSnapshot.class);

  /** Keeps an unchangeable copy of the contacts. */
  public RosterSnapshot {
    contacts = List.copyOf(contacts);
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
    return new RosterSnapshot(query.attribute("ver"), contacts);
  }

  @Override
  public Element toElement() {
    ElementBuilder query = Element.builder("query", Roster.NAMESPACE).attribute("ver", version);
    contacts.forEach(contact -> query.child(contact.toElement()));
    return query.build();
  }
}
