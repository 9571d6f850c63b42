package im.linnet.testkit.messenger;

import im.linnet.testkit.xml.XmlElement;
import im.linnet.testkit.xml.XmlText;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One session's presence, and the subscriptions that its user requests and grants. */
final class Presences {
  private final Session session;
  private volatile @Nullable XmlElement current;

  Presences(Session session) {
    this.session = session;
  }

  boolean available() {
    return current != null;
  }

  void handle(XmlElement presence) throws IOException {
    String type = presence.attribute("type");
    String to = presence.attribute("to");
    switch (type == null ? "" : type) {
      case "" -> available(presence);
      case "unavailable" -> unavailable(presence);
      case "subscribe" -> subscribe(presence, to);
      case "subscribed" -> subscribed(presence, to);
      case "unsubscribed" -> decline(to);
      case "probe" ->
          StanzaErrors.reply(session, presence, session.site().settings().offer().probe());
      default -> {
        // Unsubscribing was not supported and has no known answer.
      }
    }
  }

  /** The connection has ended; contacts are notified. */
  void leave() {
    if (current != null) {
      unavailable(XmlElement.parse("<presence type='unavailable'/>"));
    }
  }

  private void available(XmlElement presence) throws IOException {
    boolean initial = current == null;
    current = presence;
    session.send(from(presence, session.jid()));
    tellContacts(presence);
    if (initial) {
      Account account = session.account();
      for (Contact contact : account.contacts()) {
        if (contact.mutual()) {
          learn(contact.jid());
        }
      }
      for (String invitation : account.invitations()) {
        session.send(invitation);
      }
      for (String message : account.takeKept()) {
        session.send(message);
      }
    }
  }

  private void unavailable(XmlElement presence) {
    current = null;
    tellContacts(presence);
  }

  private void tellContacts(XmlElement presence) {
    for (Session other : session.site().sessions()) {
      boolean own = other.account() == session.account();
      boolean sees = other.account().sees(session.account().jid()) || own;
      if (other != session && sees && other.presences().available()) {
        other.deliver(from(presence, other.jid()));
      }
    }
  }

  /** Sends the other's presence to this client. */
  private void learn(String contact) {
    Accounts accounts = session.site().accounts();
    Account account = accounts.withJid(contact);
    if (account == null) {
      return;
    }
    if (account == accounts.echo()) {
      session.deliver("<presence from='%s/echo' to='%s'/>".formatted(account.jid(), session.jid()));
    }
    for (Session other : session.site().sessionsOf(account)) {
      XmlElement presence = other.presences().current;
      if (presence != null) {
        session.deliver(other.presences().from(presence, session.jid()));
      }
    }
  }

  private String from(XmlElement presence, String to) {
    return presence.withAttribute("from", session.jid()).withAttribute("to", to).toXml(Ns.CLIENT);
  }

  private void subscribe(XmlElement presence, @Nullable String to) throws IOException {
    Site site = session.site();
    Account own = session.account();
    Account other = to == null ? null : site.accounts().withJid(to);
    if (!site.settings().offer().adding()) {
      StanzaErrors.reply(session, presence, site.settings().offer().otherRosterChange());
    } else if (other == null) {
      StanzaErrors.reply(session, presence, Reaction.error("item-not-found"));
    } else if (own.sees(other.jid())) {
      session.send(subscription("subscribed", other.jid(), own.jid(), ""));
    } else {
      Contact asked = new Contact(other.jid(), other.user().name(), false);
      own.put(asked);
      RosterService.push(site, own, asked);
      String nick = site.settings().offer().nicks() ? nick(presence) : "";
      String invitation = subscription("subscribe", own.jid(), other.jid(), nick);
      other.invite(own.jid(), invitation);
      deliver(other, invitation);
    }
  }

  private void subscribed(XmlElement presence, @Nullable String to) throws IOException {
    Site site = session.site();
    Account own = session.account();
    Account other = to == null ? null : site.accounts().withJid(to);
    if (!site.settings().offer().adding()) {
      StanzaErrors.reply(session, presence, site.settings().offer().otherRosterChange());
    } else if (other != null && own.takeInvitation(other.jid())) {
      join(own, other);
      join(other, own);
      deliver(other, subscription("subscribed", own.jid(), other.jid(), ""));
      learn(other.jid());
      for (Session each : site.sessionsOf(other)) {
        each.presences().learn(own.jid());
      }
    }
  }

  private void decline(@Nullable String to) {
    Account other = to == null ? null : session.site().accounts().withJid(to);
    if (other != null && session.account().takeInvitation(other.jid())) {
      deliver(other, subscription("unsubscribed", session.account().jid(), other.jid(), ""));
    }
  }

  private void join(Account owner, Account other) throws IOException {
    Contact contact = new Contact(other.jid(), other.user().name(), true);
    owner.put(contact);
    RosterService.push(session.site(), owner, contact);
  }

  private void deliver(Account account, String xml) {
    List<Session> sessions = session.site().sessionsOf(account);
    sessions.stream()
        .filter(each -> each.presences().available())
        .forEach(each -> each.deliver(xml));
  }

  /** An invitation carries the display name (XEP-0172): the client's, or the account's. */
  private String nick(XmlElement presence) {
    String name = session.account().user().name();
    String nick = presence.child(Ns.NICK, "nick").map(XmlElement::text).orElse(name);
    return "<nick xmlns='" + Ns.NICK + "'>" + XmlText.escape(nick) + "</nick>";
  }

  private static String subscription(String type, String from, String to, String content) {
    return "<presence type='%s' from='%s' to='%s'>%s</presence>".formatted(type, from, to, content);
  }
}
