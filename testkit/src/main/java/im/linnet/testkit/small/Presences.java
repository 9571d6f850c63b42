package im.linnet.testkit.small;

import im.linnet.testkit.xml.XmlElement;
import java.util.List;

/** Presence that is not about subscriptions (RFC 6121, section 4). */
final class Presences {
  private final Site site;

  Presences(Site site) {
    this.site = site;
  }

  /** Processes what a client sent. */
  void sent(ClientSession session, Stanza presence, boolean toAll) {
    Subscription.Change change = Subscriptions.change(presence);
    boolean availability = presence.hasType("") || presence.hasType("unavailable");
    if (toAll && availability) {
      changed(session, presence.xml().withAttribute("from", null).withAttribute("to", null));
    } else if (toAll) {
      site.router().refuse(presence, Refusal.BAD_REQUEST);
    } else if (change != null) {
      site.subscriptions().send(session.account(), presence.to().bare(), change, presence.xml());
    } else {
      if (availability) {
        direct(session, presence);
      }
      site.router().route(presence);
    }
  }

  /** Delivers what was sent to an account. */
  void deliver(Account account, Stanza presence) {
    Subscription.Change change = Subscriptions.change(presence);
    if (change != null) {
      site.subscriptions().receive(account, change, presence);
    } else if (presence.hasType("probe")) {
      probed(account, presence.from());
    } else if (presence.to().resource() == null) {
      account.sessions(ClientSession::available).forEach(each -> each.send(presence));
    } else {
      ClientSession session = account.session(presence.to().resource());
      if (session != null) {
        session.send(presence);
      }
    }
  }

  /** The session's stream ended; others see that it is unavailable (section 4.5.3). */
  void left(ClientSession session) {
    if (session.available() || !session.directed().isEmpty()) {
      session.account().leave(session);
      changed(session, XmlElement.parse("<presence type='unavailable'/>"));
    }
  }

  /** Sends the presence of each available session to one contact. */
  void show(Account account, Address contact) {
    for (ClientSession session : account.sessions()) {
      XmlElement current = session.presence();
      if (current != null) {
        send(current, session.address(), contact);
      }
    }
  }

  /** Sends to one contact that each available session is no longer. */
  void hide(Account account, Address contact) {
    for (ClientSession session : account.sessions(ClientSession::available)) {
      site.router().route(Stanza.presence("unavailable", session.address(), contact));
    }
  }

  private void changed(ClientSession session, XmlElement presence) {
    boolean unavailable = presence.attribute("type") != null;
    boolean initial = !session.available() && !unavailable;
    boolean received = session.receiving();
    boolean known = session.available();
    session.presence(unavailable ? null : presence);
    if (known || initial) {
      broadcast(session, presence, unavailable);
    }
    if (unavailable) {
      undirect(session, presence, known);
    }
    if (initial) {
      begin(session);
    }
    if (session.receiving() && !received) {
      site.messages().deliverKept(session);
    }
  }

  /** Sections 4.2.2, 4.4.2 and 4.5.2: to the own sessions and to all who are subscribed. */
  private void broadcast(ClientSession session, XmlElement presence, boolean unavailable) {
    List<ClientSession> own =
        session.account().sessions(each -> each.available() || (unavailable && each == session));
    own.forEach(each -> send(presence, session.address(), each.address()));
    for (Contact contact : session.account().contacts()) {
      if (contact.subscription().from()) {
        send(presence, session.address(), contact.address());
      }
    }
  }

  /** What a session gets when it becomes available (sections 3.1.3 and 4.2.2). */
  private void begin(ClientSession session) {
    for (ClientSession other : session.account().sessions()) {
      XmlElement current = other.presence();
      if (current != null && other != session) {
        send(current, other.address(), session.address());
      }
    }
    for (Contact contact : session.account().contacts()) {
      if (contact.subscription().to()) {
        site.router().route(Stanza.presence("probe", session.address(), contact.address()));
      }
      Stanza request = contact.request();
      if (request != null) {
        session.send(request);
      }
    }
  }

  /** Section 4.6.3: the addressee gets the unavailable presence, too, once. */
  private void direct(ClientSession session, Stanza presence) {
    if (presence.hasType("unavailable")) {
      session.directed().remove(presence.to());
    } else {
      session.directed().add(presence.to());
    }
  }

  private void undirect(ClientSession session, XmlElement presence, boolean broadcast) {
    List<Address> directed = List.copyOf(session.directed());
    session.directed().clear();
    for (Address each : directed) {
      boolean has =
          each.resource() == null && session.account().contact(each).subscription().from();
      if (!(broadcast && has)) {
        send(presence, session.address(), each);
      }
    }
  }

  /** Section 4.3.2. */
  private void probed(Account account, Address from) {
    boolean own = from.bare().equals(account.address());
    if (!own && !account.contact(from).subscription().from()) {
      answer(account, "unsubscribed", from);
    } else if (account.sessions(ClientSession::available).isEmpty()) {
      answer(account, "unavailable", from);
    } else {
      show(account, from);
    }
  }

  private void answer(Account account, String type, Address to) {
    site.router().route(Stanza.presence(type, account.address(), to));
  }

  private void send(XmlElement presence, Address from, Address to) {
    site.router().route(Stanza.of(presence, Stanza.Kind.PRESENCE, from, to));
  }
}
