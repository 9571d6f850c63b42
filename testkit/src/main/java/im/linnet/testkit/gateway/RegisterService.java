package im.linnet.testkit.gateway;

import im.linnet.testkit.gateway.GatewayEvent.Registered;
import im.linnet.testkit.gateway.GatewayEvent.RegistrationRefused;
import im.linnet.testkit.gateway.GatewayEvent.Unregistered;
import im.linnet.testkit.xml.XmlElement;
import java.util.regex.Pattern;

/** Registration (XEP-0077) with a name and a password, without a data form. */
final class RegisterService implements IqService {
  private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+");

  @Override
  public boolean handle(Iq iq) {
    if (!iq.toGateway() || !iq.payload().is(Ns.REGISTER, "query")) {
      return false;
    }
    Site site = iq.site();
    if (site.has(GatewayFault.REGISTRATION_UNANSWERED)) {
      return true;
    }
    if (iq.get()) {
      show(iq);
    } else if (iq.payload().child(Ns.REGISTER, "remove").isPresent()) {
      Registrations.end(site, site.account(iq.user()), Unregistered.Cause.REMOVE);
      confirm(iq);
    } else {
      register(iq);
    }
    return true;
  }

  private static void show(Iq iq) {
    Account.Credentials credentials = iq.site().account(iq.user()).credentials();
    String username = credentials == null ? "" : credentials.username();
    iq.result(
        Stanzas.qualified(
            "query",
            Ns.REGISTER,
            Stanzas.element("instructions", iq.texts().registration())
                + Stanzas.element("username", username)
                + "<password/>"
                + (credentials == null ? "" : "<registered/>")));
  }

  private static void register(Iq iq) {
    Site site = iq.site();
    String username = field(iq, "username");
    String password = field(iq, "password");
    Refusal refusal = site.settings().registrationRefusal();
    if (!ADDRESS.matcher(username).matches() || password.isEmpty()) {
      refuse(iq, new Refusal("modify", "bad-request"));
    } else if (refusal != null) {
      refuse(iq, refusal);
    } else {
      Account account = site.account(iq.user());
      boolean change = account.credentials() != null;
      account.register(username, password);
      confirm(iq);
      site.events().add(new Registered(account.jid(), username, change));
      welcome(iq, account);
    }
  }

  private static String field(Iq iq, String name) {
    return iq.payload().child(Ns.REGISTER, name).map(XmlElement::text).orElse("");
  }

  private static void refuse(Iq iq, Refusal refusal) {
    iq.errorWithRequest(
        "<error type='%s'><%s xmlns='%s'/></error>"
            .formatted(refusal.type(), refusal.condition(), Ns.STANZA_ERROR));
    iq.site().events().add(new RegistrationRefused(iq.user(), refusal.condition()));
  }

  private static void confirm(Iq iq) {
    Site site = iq.site();
    if (site.has(GatewayFault.REGISTRATION_BY_MESSAGE)) {
      site.sendMessage(iq.from(), site.domain(), null, "Done.", null);
    } else {
      iq.result("");
    }
  }

  private static void welcome(Iq iq, Account account) {
    Site site = iq.site();
    if (!site.has(GatewayFault.NO_SUBSCRIPTION_REQUEST)) {
      site.send(Stanzas.presence(account.jid(), site.domain(), "subscribe", ""));
    }
    String text = site.settings().registrationText();
    if (text != null) {
      site.sendMessage(iq.from(), site.domain(), null, text, null);
    }
    if (site.has(GatewayFault.PUSHES_BEFORE_CONSENT)) {
      Pushes.send(site, account.jid(), iq.from(), Announcement.pushes(site, account));
    }
  }
}
