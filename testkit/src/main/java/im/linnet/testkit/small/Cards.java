package im.linnet.testkit.small;

import im.linnet.testkit.xml.XmlElement;

/**
 * vCards (XEP-0054): users store their own, and the server shows it to everybody who asks the bare
 * address.
 */
final class Cards implements Requests.Service {
  @Override
  public boolean handle(Request request) {
    Account account = request.account();
    if (!request.payload().is(Ns.VCARD, "vCard") || account == null) {
      return false;
    }
    boolean own = request.ownAccount() != null;
    XmlElement card = account.card();
    if (request.isSet() && own) {
      account.card(request.payload());
      request.result("");
    } else if (request.isSet()) {
      request.refuse(Refusal.FORBIDDEN);
    } else if (card != null) {
      request.result(card.toXml(Ns.CLIENT));
    } else {
      // To others an account without a card looks like no account (section 3.3).
      request.refuse(own ? Refusal.ITEM_NOT_FOUND : Refusal.SERVICE_UNAVAILABLE);
    }
    return true;
  }
}
