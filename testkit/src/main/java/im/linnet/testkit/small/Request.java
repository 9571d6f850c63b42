package im.linnet.testkit.small;

import im.linnet.testkit.xml.XmlElement;
import org.jspecify.annotations.Nullable;

/**
 * A request that the server answers, for itself or on behalf of an account.
 *
 * @param site the server
 * @param stanza the request
 * @param account the account that it is addressed to; null if it is for the server
 */
record Request(Site site, Stanza stanza, @Nullable Account account) {

  XmlElement payload() {
    return stanza.xml().children().get(0);
  }

  Address from() {
    return stanza.from();
  }

  boolean isSet() {
    return stanza.hasType("set");
  }

  boolean gets(String namespace, String localName) {
    return !isSet() && payload().is(namespace, localName);
  }

  /** {@return the account, if the request is from its own user to it; else null} */
  @Nullable Account ownAccount() {
    Account own = account;
    return own != null && own.address().equals(from().bare()) ? own : null;
  }

  void result(String content) {
    site.router().route(stanza.answer("result", content));
  }

  void refuse(Refusal refusal) {
    site.router().refuse(stanza, refusal);
  }
}
