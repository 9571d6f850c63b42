package im.linnet.testkit.gateway;

/** vCards (XEP-0054) of the gateway and of the contacts on the user's list. */
final class CardService implements IqService {
  @Override
  public boolean handle(Iq iq) {
    if (!iq.payload().is(Ns.VCARD, "vCard")) {
      return false;
    }
    if (iq.site().has(GatewayFault.CARD_UNANSWERED)) {
      return true;
    }
    if (!iq.get()) {
      iq.error("cancel", StanzaError.FEATURE_NOT_IMPLEMENTED);
    } else if (iq.toGateway()) {
      gateway(iq);
    } else {
      Person person = ListedPerson.of(iq);
      if (person != null) {
        contact(iq, person);
      }
    }
    return true;
  }

  private static void gateway(Iq iq) {
    String name = iq.site().settings().name();
    String content =
        Stanzas.element("FN", name)
            + Stanzas.element("DESC", name)
            + Stanzas.element("URL", "http://msn-transport.jabberstudio.org");
    read(iq, content);
  }

  private static void contact(Iq iq, Person person) {
    Avatar avatar = iq.site().avatar(person);
    String photo = avatar == null ? "" : avatar.photo();
    read(iq, Stanzas.optional("NICKNAME", person.nickname()) + photo);
  }

  private static void read(Iq iq, String content) {
    iq.site().events().add(new GatewayEvent.CardRead(iq.user(), iq.to()));
    iq.result(Stanzas.qualified("vCard", Ns.VCARD, content));
  }
}
