package im.linnet.testkit.small;

import im.linnet.testkit.xml.XmlElement;
import im.linnet.testkit.xml.XmlText;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rosters, without versions (RFC 6121, section 2). */
final class Rosters implements Requests.Service {
  private final Site site;

  Rosters(Site site) {
    this.site = site;
  }

  @Override
  public boolean handle(Request request) {
    Account account = request.ownAccount();
    ClientSession session = account == null ? null : account.session(request.from().resource());
    if (!request.payload().is(Ns.ROSTER, "query") || account == null || session == null) {
      return false;
    }
    if (request.isSet()) {
      set(request, account);
    } else {
      session.interest();
      request.result(query(items(account)));
    }
    return true;
  }

  /** Sends a changed item to all sessions that asked for the roster (section 2.1.6). */
  void push(Account account, String item) {
    for (ClientSession session : account.sessions(ClientSession::interested)) {
      XmlElement iq =
          XmlElement.parse("<iq type='set'>" + query(item) + "</iq>")
              .withAttribute("id", site.newId());
      session.send(Stanza.of(iq, Stanza.Kind.IQ, account.address(), session.address()));
    }
  }

  private static String query(String items) {
    return "<query xmlns='" + Ns.ROSTER + "'>" + items + "</query>";
  }

  private static String items(Account account) {
    return account.contacts().stream()
        .filter(Contact::listed)
        .map(Contact::toXml)
        .collect(Collectors.joining());
  }

  private void set(Request request, Account account) {
    List<XmlElement> items = request.payload().children();
    String jid = items.size() == 1 ? items.get(0).attribute("jid") : null;
    Address address = jid == null ? null : Address.parse(jid);
    if (address == null || address.resource() != null) {
      request.refuse(Refusal.BAD_REQUEST);
    } else if (address.equals(account.address())) {
      request.refuse(Refusal.NOT_ALLOWED);
    } else if ("remove".equals(items.get(0).attribute("subscription"))) {
      remove(request, account, account.contact(address));
    } else {
      change(request, account, account.contact(address), items.get(0));
    }
  }

  private void remove(Request request, Account account, Contact contact) {
    if (!contact.listed()) {
      request.refuse(Refusal.ITEM_NOT_FOUND);
      return;
    }
    site.subscriptions().end(account, contact);
    account.remove(contact);
    push(account, "<item jid='%s' subscription='remove'/>".formatted(escaped(contact)));
    request.result("");
  }

  private void change(Request request, Account account, Contact contact, XmlElement item) {
    List<String> groups =
        item.children().stream()
            .filter(child -> child.is(Ns.ROSTER, "group"))
            .map(XmlElement::text)
            .toList();
    Refusal refusal = refusal(groups);
    if (refusal != null) {
      request.refuse(refusal);
      return;
    }
    Contact changed = contact.with(item.attribute("name"), groups);
    account.put(changed);
    push(account, changed.toXml());
    request.result("");
  }

  private static String escaped(Contact contact) {
    return XmlText.escape(contact.address().toString());
  }

  /** Section 2.3.3. */
  private static @Nullable Refusal refusal(List<String> groups) {
    if (groups.stream().anyMatch(String::isEmpty)) {
      return Refusal.NOT_ACCEPTABLE;
    }
    return groups.stream().distinct().count() < groups.size() ? Refusal.BAD_REQUEST : null;
  }
}
