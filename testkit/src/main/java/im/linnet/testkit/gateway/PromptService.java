package im.linnet.testkit.gateway;

import im.linnet.testkit.xml.XmlElement;

/** The translation of legacy addresses (jabber:iq:gateway; XEP-0100, section 6.3). */
final class PromptService implements IqService {
  @Override
  public boolean handle(Iq iq) {
    if (!iq.toGateway() || !iq.payload().is(Ns.GATEWAY, "query")) {
      return false;
    }
    if (iq.get()) {
      String content = Stanzas.element("desc", iq.texts().prompt()) + "<prompt/>";
      iq.result(Stanzas.qualified("query", Ns.GATEWAY, content));
    } else if (iq.set()) {
      translate(iq);
    }
    return true;
  }

  private static void translate(Iq iq) {
    Site site = iq.site();
    String text = iq.payload().child(Ns.GATEWAY, "prompt").map(XmlElement::text).orElse("");
    site.events().add(new GatewayEvent.Prompted(iq.user(), text));
    if (site.has(GatewayFault.PROMPT_UNANSWERED)) {
      return;
    }
    if (text.isEmpty()) {
      refuse(iq);
    } else {
      String jid = site.jid(text);
      answer(iq, site.has(GatewayFault.PROMPT_OF_OTHER_DOMAIN) ? jid + ".evil.example" : jid);
    }
  }

  /** The second error of PyMSNt has a type that is in no specification. */
  private static void refuse(Iq iq) {
    if (iq.site().settings().emptyPrompt() == EmptyPrompt.NOT_ACCEPTABLE) {
      iq.error("modify", StanzaError.NOT_ACCEPTABLE);
    } else {
      iq.error("modify", StanzaError.BAD_REQUEST);
      iq.error("retry", StanzaError.BAD_REQUEST);
    }
  }

  private static void answer(Iq iq, String jid) {
    String prompt = Stanzas.element("prompt", jid);
    String standard = Stanzas.element("jid", jid);
    String content =
        switch (iq.site().settings().promptAnswer()) {
          case PROMPT -> prompt;
          case JID -> standard;
          case BOTH -> standard + prompt;
        };
    iq.result(Stanzas.qualified("query", Ns.GATEWAY, content));
  }
}
