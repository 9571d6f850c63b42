package im.linnet.integration;

import im.linnet.blocking.Blocking;
import im.linnet.blocking.Report;
import im.linnet.commands.Commands;
import im.linnet.disco.Disco;
import im.linnet.invites.Invites;
import im.linnet.jid.Jid;
import im.linnet.push.Push;
import im.linnet.registration.Registration;
import im.linnet.registration.RegistrationForm;
import im.linnet.testkit.peer.Script;
import im.linnet.xml.Element;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** What the extensions for the account ask. */
final class AccountQuestions {

  private static final Jid SERVER = Jid.of("localhost");
  private static final Jid ROMEO = Jid.of("romeo@localhost");
  private static final String INVITE =
      "<iq type='set' id='{first}'><command xmlns='%s' node='urn:xmpp:invite#invite'/></iq>"
          .formatted(Commands.NAMESPACE);
  private static final String INVITE_STAGE =
      ("<iq type='result' id='{first}' from='localhost'><command xmlns='%s'"
              + " node='urn:xmpp:invite#invite' sessionid='s' status='executing'/></iq>")
          .formatted(Commands.NAMESPACE);

  private AccountQuestions() {}

  static Stream<Question> all() {
    return Stream.of(registration(), blocking(), push(), invites()).flatMap(all -> all);
  }

  private static Stream<Question> registration() {
    Asker<Registration> registration = Asker.of(Registration.class, Registration::new);
    Asker<Registration> service = registration.asking("localhost");
    return Stream.of(
        registration.asks("form", Registration::form),
        service.asks("form of a service", it -> it.form(SERVER)),
        service.asks("register", AccountQuestions::registered).withAnyResult(),
        service.asks("remove", it -> it.remove(SERVER)).withAnyResult(),
        registration.asks("removeAccount", Registration::removeAccount).withAnyResult());
  }

  private static CompletableFuture<Void> registered(Registration registration) {
    Element query =
        Element.builder("query", Registration.NAMESPACE)
            .child(Element.of("nick", Registration.NAMESPACE))
            .build();
    RegistrationForm form = RegistrationForm.of(SERVER, query);
    return registration.register(form, form.answer().set("nick", "Jule").build());
  }

  private static Stream<Question> blocking() {
    Asker<Blocking> blocking =
        Asker.of(Blocking.class, Blocking::new).opening(AccountQuestions::blockList);
    return Stream.of(
        blocking.asks("load", Blocking::load),
        blocking.asks("block", it -> it.block(ROMEO)).withAnyResult(),
        blocking.asks("block of a list", it -> it.block(List.of(ROMEO))).withAnyResult(),
        blocking.asks("report", it -> it.report(ROMEO, Report.spam())).withAnyResult(),
        blocking.asks("unblock", it -> it.unblock(ROMEO)).withAnyResult(),
        blocking.asks("unblock of a list", it -> it.unblock(List.of(ROMEO))).withAnyResult(),
        blocking.asks("unblockAll", Blocking::unblockAll).withAnyResult());
  }

  private static void blockList(Script script) {
    script
        .expectLike("<iq type='get' id='{list}'><blocklist xmlns='urn:xmpp:blocking'/></iq>")
        .send("<iq type='result' id='{list}'><blocklist xmlns='urn:xmpp:blocking'/></iq>");
  }

  private static Stream<Question> push() {
    Asker<Push> push = Asker.of(Push.class, Push::new);
    return Stream.of(
        push.asks("enable", it -> it.enable(SERVER, "n")).withAnyResult(),
        push.asks("enable with options", it -> it.enable(SERVER, "n", Push.secret("s")))
            .withAnyResult(),
        push.asks("disable", it -> it.disable(SERVER)).withAnyResult(),
        push.asks("disable of a node", it -> it.disable(SERVER, "n")).withAnyResult());
  }

  private static Stream<Question> invites() {
    Asker<Invites> invites =
        Asker.of(Giver.of(Invites.class), Disco::new, Commands::new, Invites::new)
            .asking("localhost");
    return Stream.of(
        invites.asks("offered", Invites::offered),
        invites.asks("toContactList", Invites::toContactList),
        invites
            .asks("toContactList, completing", Invites::toContactList)
            .after(INVITE, INVITE_STAGE),
        invites.asks("toServer", Invites::toServer),
        invites.asks("toServer with a name", it -> it.toServer("romeo")));
  }
}
