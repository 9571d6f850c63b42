package im.linnet.testkit.small;

/**
 * Delivers each stanza to a component, to the server itself, to an account or to one of its
 * sessions (RFC 6120, section 10; RFC 6121, section 8).
 */
final class Router {
  private final Site site;

  Router(Site site) {
    this.site = site;
  }

  void route(Stanza stanza) {
    Address host = new Address(null, stanza.to().domain(), null);
    if (host.equals(site.domain())) {
      local(stanza);
      return;
    }
    ComponentLink link = site.link(host);
    if (link == null) {
      refuse(stanza, Refusal.REMOTE_SERVER_NOT_FOUND);
    } else {
      link.send(stanza);
    }
  }

  /** Returns an error to the sender, unless the stanza is an error or an answer itself. */
  void refuse(Stanza stanza, Refusal refusal) {
    if (stanza.mayBeRefused()) {
      route(stanza.refused(refusal));
    }
  }

  private void local(Stanza stanza) {
    Account account = site.account(stanza.to());
    if (stanza.to().local() == null) {
      toServer(stanza);
    } else if (account == null) {
      toNobody(stanza);
    } else {
      toAccount(account, stanza);
    }
  }

  private void toServer(Stanza stanza) {
    switch (stanza.kind()) {
      case IQ -> site.requests().handle(null, stanza);
      case MESSAGE -> refuse(stanza, Refusal.SERVICE_UNAVAILABLE);
      case PRESENCE -> {
        // The server has no presence to give, and takes none.
      }
    }
  }

  /** RFC 6121, section 8.5.1. */
  private void toNobody(Stanza stanza) {
    if (stanza.kind() != Stanza.Kind.PRESENCE) {
      refuse(stanza, Refusal.SERVICE_UNAVAILABLE);
    } else if (stanza.hasType("probe")) {
      route(Stanza.presence("unsubscribed", stanza.to().bare(), stanza.from().bare()));
    }
  }

  private void toAccount(Account account, Stanza stanza) {
    switch (stanza.kind()) {
      case MESSAGE -> site.messages().deliver(account, stanza);
      case PRESENCE -> site.presences().deliver(account, stanza);
      case IQ -> {
        ClientSession session = account.session(stanza.to().resource());
        if (session != null) {
          session.send(stanza);
        } else if (stanza.to().resource() != null) {
          refuse(stanza, Refusal.SERVICE_UNAVAILABLE);
        } else {
          site.requests().handle(account, stanza);
        }
      }
    }
  }
}
