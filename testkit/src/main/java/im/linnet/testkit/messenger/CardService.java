package im.linnet.testkit.messenger;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** vCards (XEP-0054): users can read their own and their contacts' cards, but not change them. */
final class CardService implements IqService {
  @Override
  public boolean handle(Iq iq) throws IOException {
    if (!iq.payload().is(Ns.VCARD, "vCard")) {
      return false;
    }
    CardRule rule = iq.session().site().settings().offer().cards();
    if (iq.set()) {
      iq.react(rule.change());
    } else {
      show(iq, rule);
    }
    return true;
  }

  private static void show(Iq iq, CardRule rule) throws IOException {
    Account visible = visible(iq, rule);
    String hidden = rule.hidden();
    if (visible != null) {
      iq.result(visible.card().toXml());
    } else if (hidden != null) {
      iq.error(hidden);
    } else {
      iq.result(new Card("").toXml());
    }
  }

  private static @Nullable Account visible(Iq iq, CardRule rule) {
    Account own = iq.session().account();
    String to = iq.to();
    if (to == null || Accounts.bare(to).equals(own.jid())) {
      return rule.own() ? own : null;
    }
    Account other = iq.session().site().accounts().withJid(to);
    return other != null && own.sees(other.jid()) ? other : null;
  }
}
