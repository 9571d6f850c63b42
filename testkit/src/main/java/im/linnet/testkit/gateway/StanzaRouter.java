package im.linnet.testkit.gateway;

import im.linnet.testkit.xml.XmlElement;

/** Takes what comes from the server, one stanza at a time. */
final class StanzaRouter {
  private final Site site;
  private final IqRouter iqs;
  private final PresenceRouter presences;
  private final MessageRouter messages;

  StanzaRouter(Site site) {
    this.site = site;
    iqs = new IqRouter(site);
    presences = new PresenceRouter(site);
    messages = new MessageRouter(site);
  }

  void handle(XmlElement stanza) {
    site.received().add(stanza);
    String from = stanza.attribute("from");
    String to = stanza.attribute("to");
    if (from == null || to == null) {
      return;
    }
    site.locked(
        () -> {
          switch (stanza.localName()) {
            case "iq" -> iqs.handle(stanza, from, to);
            case "presence" -> presences.handle(stanza, from, to);
            case "message" -> messages.handle(stanza, from, to);
            default -> {
              // Not a stanza; a component has no use for it.
            }
          }
        });
  }
}
