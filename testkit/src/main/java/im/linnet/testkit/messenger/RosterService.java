package im.linnet.testkit.messenger;

import im.linnet.testkit.xml.XmlElement;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The contact list (RFC 6121, section 2): it can be read and, depending on the settings, extended;
 * contacts can't be removed or renamed.
 */
final class RosterService implements IqService {
  @Override
  public boolean handle(Iq iq) throws IOException {
    if (!iq.payload().is(Ns.ROSTER, "query") || !iq.toService()) {
      return false;
    }
    if (iq.set()) {
      change(iq);
    } else {
      List<Contact> contacts = iq.session().account().contacts();
      String items = contacts.stream().map(Contact::toXml).collect(Collectors.joining());
      iq.result("<query xmlns='" + Ns.ROSTER + "'>" + items + "</query>");
    }
    return true;
  }

  /** Sends an entry to all sessions of its owner (RFC 6121, section 2.1.6). */
  static void push(Site site, Account owner, Contact contact) throws IOException {
    for (Session session : site.sessionsOf(owner)) {
      session.send(
          "<iq type='set' id='push-%s' to='%s'><query xmlns='%s'>%s</query></iq>"
              .formatted(site.newId(), session.jid(), Ns.ROSTER, contact.toXml()));
    }
  }

  private static void change(Iq iq) throws IOException {
    Session session = iq.session();
    Offer offer = session.site().settings().offer();
    XmlElement item = iq.payload().child(Ns.ROSTER, "item").orElse(null);
    String jid = item == null ? null : item.attribute("jid");
    if (jid == null) {
      iq.error("bad-request");
    } else if (!offer.adding() || !isNew(session.account(), item, jid)) {
      iq.react(offer.otherRosterChange());
    } else {
      add(iq, session.site().accounts().withJid(jid));
    }
  }

  private static boolean isNew(Account account, @Nullable XmlElement item, String jid) {
    boolean removal = item != null && "remove".equals(item.attribute("subscription"));
    return !removal && account.contact(jid) == null;
  }

  private static void add(Iq iq, @Nullable Account other) throws IOException {
    if (other == null) {
      iq.error("item-not-found");
      return;
    }
    Contact contact = new Contact(other.jid(), other.user().name(), false);
    iq.session().account().put(contact);
    push(iq.session().site(), iq.session().account(), contact);
    iq.result("");
  }
}
