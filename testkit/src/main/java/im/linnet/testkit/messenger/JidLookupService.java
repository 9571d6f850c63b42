package im.linnet.testkit.messenger;

import java.io.IOException;

/** The address of a Microsoft account's user: {@code getjid}, sent to the e-mail address. */
final class JidLookupService implements IqService {
  @Override
  public boolean handle(Iq iq) throws IOException {
    String namespace = iq.session().site().settings().offer().lookup().namespace();
    if (namespace == null || !iq.gets(namespace, "getjid")) {
      return false;
    }
    String email = iq.to();
    Account account = email == null ? null : iq.session().site().accounts().withEmail(email);
    if (account == null) {
      iq.error("item-not-found");
    } else {
      iq.result("<getjid xmlns='%s'><jid>%s</jid></getjid>".formatted(namespace, account.jid()));
    }
    return true;
  }
}
