package im.linnet.testkit.gateway;

import im.linnet.testkit.gateway.GatewayEvent.SignedOff;
import im.linnet.testkit.gateway.GatewayEvent.Unregistered;
import im.linnet.testkit.xml.XmlElement;
import org.jspecify.annotations.Nullable;

/** Presences from users: sessions, subscriptions, rooms. */
final class PresenceRouter {
  private final Site site;

  PresenceRouter(Site site) {
    this.site = site;
  }

  void handle(XmlElement presence, String from, String to) {
    String type = presence.attribute("type");
    if (site.has(GatewayFault.PRESENCE_AT_ONCE)) {
      announce(from);
    }
    Session session = site.session(from);
    if (session == null) {
      outside(presence, from, to, type);
    } else if ("error".equals(type)) {
      session.end(SignedOff.Cause.ERROR_STANZA);
    } else if (subscription(type)) {
      subscription(session, from, to, String.valueOf(type));
    } else {
      inside(session, presence, from, to, type);
    }
  }

  private void announce(String from) {
    Account account = site.account(from);
    if (account.credentials() != null && site.session(from) == null) {
      Announcement.send(site, account);
    }
  }

  private static boolean subscription(@Nullable String type) {
    return type != null && (type.startsWith("subscribe") || type.startsWith("unsubscribe"));
  }

  private void outside(XmlElement presence, String from, String to, @Nullable String type) {
    if (!Addresses.node(to).isEmpty()) {
      if (subscription(type) || (type == null && site.addresses().isRoom(to))) {
        site.send(Stanzas.presence(from, to, "error", ""));
      }
    } else if (type == null) {
      signOn(presence, from);
    } else if (!type.equals("error")) {
      if (subscription(type)) {
        gatewaySubscription(from, type);
      }
      if (!type.equals("subscribe")) {
        site.send(Stanzas.presence(from, to, "unavailable", ""));
      }
    }
  }

  private void signOn(XmlElement presence, String from) {
    Account account = site.account(from);
    if (account.credentials() != null) {
      Session.open(site, account, presence, Addresses.resource(from));
    } else {
      site.events().add(new GatewayEvent.SignOnRefused(account.jid(), false));
      String text = Texts.of(presence).notRegistered();
      site.sendMessage(Addresses.bare(from), site.domain(), null, text, null);
    }
  }

  private void subscription(Session session, String from, String to, String type) {
    if (Addresses.node(to).isEmpty()) {
      gatewaySubscription(from, type);
    } else if (session.ready()) {
      session.contacts().subscription(to, type);
    } else {
      site.send(Stanzas.presence(from, Addresses.bare(to), "error", ""));
    }
  }

  private void gatewaySubscription(String from, String type) {
    Account account = site.account(from);
    site.events().add(new GatewayEvent.GatewaySubscription(account.jid(), type));
    switch (type) {
      case "subscribe" -> {
        if (!site.has(GatewayFault.SUBSCRIPTION_UNANSWERED)) {
          site.send(Stanzas.presence(Addresses.bare(from), site.domain(), "subscribed", ""));
        }
      }
      case "unsubscribe" -> Registrations.end(site, account, Unregistered.Cause.UNSUBSCRIBE);
      case "unsubscribed" -> Registrations.end(site, account, Unregistered.Cause.UNSUBSCRIBED);
      default -> {
        // The user lets the gateway see the presence, as it asked.
      }
    }
  }

  private void inside(
      Session session, XmlElement presence, String from, String to, @Nullable String type) {
    if (type == null && Addresses.node(to).isEmpty()) {
      session.profile().present(presence);
    }
    if (!Addresses.node(to).isEmpty() && session.rooms().presence(presence, from, to)) {
      return;
    }
    if ("probe".equals(type)) {
      probe(session, to);
    } else if (Addresses.node(to).isEmpty() && type == null) {
      session.available(Addresses.resource(from), presence);
    } else if (Addresses.node(to).isEmpty() && "unavailable".equals(type)) {
      session.unavailable(Addresses.resource(from));
    }
  }

  private void probe(Session session, String to) {
    if (Addresses.node(to).isEmpty()) {
      session.profile().echo(session.user());
    } else {
      session.contacts().probed(Addresses.bare(to));
    }
  }
}
