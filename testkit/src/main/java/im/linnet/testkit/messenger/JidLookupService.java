package im.linnet.testkit.messenger;

import java.io.IOException;

/** The look-up of a Microsoft account's address: {@code getjid}, sent to the e-mail address. */
final class JidLookupService implements IqService {
  @Override
  public boolean handle(Iq iq) throws IOException {
    JidLookup lookup = iq.session().site().settings().offer().lookup();
    String namespace = lookup.namespace();
    if (namespace == null || !iq.gets(namespace, "getjid")) {
      return false;
    }
    String to = iq.to();
    Account account =
        to == null ? null : iq.session().site().accounts().withEmail(EscapedEmail.unescaped(to));
    if (account == null) {
      iq.react(lookup.unknown());
    } else {
      answer(iq, lookup.form(), namespace, "<jid>" + account.jid() + "</jid>");
    }
    return true;
  }

  private static void answer(Iq iq, JidLookup.Form form, String namespace, String jid)
      throws IOException {
    String start = "<getjid xmlns='" + namespace + "'>";
    switch (form) {
      case NORMAL -> iq.result(start + jid + "</getjid>");
      case NOT_SWAPPED -> iq.resultAsAsked(start + jid + "</getjid>");
      case WITHOUT_JID -> iq.result(start + "</getjid>");
      case EMPTY_JID -> iq.result(start + "<jid/></getjid>");
      case NO_CHILD -> iq.result("");
    }
  }
}
