package im.linnet.testkit.small;

import im.linnet.testkit.xml.XmlElement;
import im.linnet.testkit.xml.XmlText;

/** In-band registration (XEP-0077) of users who are signed in: another password, or the end. */
final class Registrations implements Requests.Service {
  private final Site site;

  Registrations(Site site) {
    this.site = site;
  }

  @Override
  public boolean handle(Request request) {
    Account account = site.account(request.from());
    boolean toOther = request.account() != null && request.ownAccount() == null;
    if (!request.payload().is(Ns.REGISTER, "query") || account == null || toOther) {
      return false;
    }
    if (!request.isSet()) {
      request.result(registered(account));
    } else if (request.payload().child(Ns.REGISTER, "remove").isPresent()) {
      remove(request, account);
    } else {
      changePassword(request, account);
    }
    return true;
  }

  private static String registered(Account account) {
    String name = XmlText.escape(String.valueOf(account.address().local()));
    return "<query xmlns='%s'><registered/><username>%s</username><password/></query>"
        .formatted(Ns.REGISTER, name);
  }

  /** Section 3.3. */
  private void changePassword(Request request, Account account) {
    String password = field(request.payload(), "password");
    Address user = site.user(field(request.payload(), "username"));
    if (password.isEmpty() || user == null) {
      request.refuse(Refusal.BAD_REQUEST);
    } else if (!user.equals(account.address())) {
      request.refuse(Refusal.NOT_ALLOWED);
    } else {
      account.password(new Password(password));
      request.result("");
    }
  }

  /** Section 3.2: the contacts see that the subscriptions end, and the sessions end. */
  private void remove(Request request, Account account) {
    for (Contact contact : account.contacts()) {
      site.subscriptions().end(account, contact);
      account.remove(contact);
    }
    request.result("");
    site.remove(account);
    account.sessions().forEach(session -> session.end("not-authorized"));
  }

  /** {@return the value of a field, empty if it is missing} */
  static String field(XmlElement query, String name) {
    return query.child(Ns.REGISTER, name).map(XmlElement::text).orElse("");
  }
}
