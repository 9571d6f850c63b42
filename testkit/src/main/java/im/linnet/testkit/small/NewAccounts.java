package im.linnet.testkit.small;

import im.linnet.testkit.xml.XmlElement;
import im.linnet.testkit.xml.XmlText;
import org.jspecify.annotations.Nullable;

/** In-band registration of an account before signing in (XEP-0077, section 3.1). */
final class NewAccounts {
  private static final String FORM =
      "<query xmlns='"
          + Ns.REGISTER
          + "'><instructions>Choose a username and password for use with this service."
          + "</instructions><username/><password/></query>";

  private final Site site;

  NewAccounts(Site site) {
    this.site = site;
  }

  /** {@return the answer, or null if the element is no request for registration} */
  @Nullable String answer(XmlElement iq) {
    XmlElement query = iq.child(Ns.REGISTER, "query").orElse(null);
    if (!iq.is(Ns.CLIENT, "iq") || query == null) {
      return null;
    }
    if (!site.registration()) {
      return answer(iq, "error", Refusal.NOT_ALLOWED.toXml());
    }
    if (!"set".equals(iq.attribute("type"))) {
      return answer(iq, "result", FORM);
    }
    Refusal refusal = register(query);
    return refusal == null ? answer(iq, "result", "") : answer(iq, "error", refusal.toXml());
  }

  private @Nullable Refusal register(XmlElement query) {
    String password = Registrations.field(query, "password");
    Address address = site.user(Registrations.field(query, "username"));
    if (address == null || password.isEmpty()) {
      return Refusal.NOT_ACCEPTABLE;
    }
    boolean added = site.loop().ask(() -> site.addAccount(address, password) != null);
    return added ? null : Refusal.CONFLICT;
  }

  private String answer(XmlElement iq, String type, String content) {
    String id = XmlText.escape(String.valueOf(iq.attribute("id")));
    return "<iq type='%s' id='%s' from='%s'>%s</iq>".formatted(type, id, site.domain(), content);
  }
}
