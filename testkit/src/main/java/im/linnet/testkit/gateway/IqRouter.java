package im.linnet.testkit.gateway;

import im.linnet.testkit.xml.XmlElement;
import java.util.List;

/** IQs from users: requests, and answers to the gateway's own requests. */
final class IqRouter {
  private final Site site;

  IqRouter(Site site) {
    this.site = site;
  }

  void handle(XmlElement stanza, String from, String to) {
    String type = String.valueOf(stanza.attribute("type"));
    if (type.equals("result") || type.equals("error")) {
      site.answered(stanza);
      return;
    }
    List<XmlElement> children = stanza.children();
    XmlElement payload = children.isEmpty() ? stanza : children.get(0);
    Iq iq = new Iq(site, stanza, stanza.attribute("id"), type, from, to, payload);
    for (IqService service : IqService.ALL) {
      if (service.handle(iq)) {
        return;
      }
    }
    iq.error("cancel", StanzaError.FEATURE_NOT_IMPLEMENTED);
  }
}
