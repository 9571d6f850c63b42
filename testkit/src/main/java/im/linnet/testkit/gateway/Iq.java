package im.linnet.testkit.gateway;

import im.linnet.testkit.xml.XmlElement;
import org.jspecify.annotations.Nullable;

/**
 * A request from a user, and the ways to answer it.
 *
 * @param site the gateway
 * @param stanza the request
 * @param id its id, or null
 * @param type its type
 * @param from the user's client
 * @param to the addressee
 * @param payload the only child
 */
record Iq(
    Site site,
    XmlElement stanza,
    @Nullable String id,
    String type,
    String from,
    String to,
    XmlElement payload) {

  boolean get() {
    return type.equals("get");
  }

  boolean set() {
    return type.equals("set");
  }

  /** {@return whether the gateway itself is asked, not a contact or a room} */
  boolean toGateway() {
    return Addresses.node(to).isEmpty();
  }

  /** {@return the bare address of the user} */
  String user() {
    return Addresses.user(from);
  }

  Texts texts() {
    return Texts.of(stanza);
  }

  void result(String content) {
    answer("result", to, content);
  }

  /** Answers with an error; PyMSNt sends it from the gateway even for a contact. */
  void error(String type, StanzaError error) {
    error(error.element(type));
  }

  /** Answers with an error. */
  void error(String element) {
    boolean addressee = site.settings().errorSender() == ErrorSender.ADDRESSEE;
    answer("error", addressee ? to : site.domain(), element);
  }

  /** Answers with a copy of the request and the error behind it. */
  void errorWithRequest(String element) {
    String content = payload.toXml(Ns.CLIENT) + element;
    answer("error", to, content);
  }

  private void answer(String type, String sender, String content) {
    if (site.has(GatewayFault.ANSWERED_BY_OTHERS)) {
      send(opposite(type), site.jid("mallory@hotmail.com"), opposed(type));
    }
    send(type, sender, content);
    if (site.has(GatewayFault.ANSWERED_TWICE)) {
      send(opposite(type), sender, opposed(type));
    }
  }

  private void send(String type, String sender, String content) {
    site.send(Stanzas.iq(type, sender, from, id, content));
  }

  private static String opposite(String type) {
    return type.equals("error") ? "result" : "error";
  }

  private static String opposed(String type) {
    return type.equals("error") ? "" : StanzaError.INTERNAL_SERVER_ERROR.element("wait");
  }
}
