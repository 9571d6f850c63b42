package im.linnet.integration;

import static im.linnet.integration.Call.call;
import static im.linnet.integration.Call.texted;
import static java.util.Objects.requireNonNull;

import im.linnet.blocking.Blocking;
import im.linnet.blocking.Report;
import im.linnet.failure.StanzaException;
import im.linnet.forms.DataForm;
import im.linnet.invites.Invitation;
import im.linnet.invites.Invites;
import im.linnet.jid.Jid;
import im.linnet.push.Push;
import im.linnet.registration.Refusal;
import im.linnet.registration.Registration;
import im.linnet.registration.RegistrationForm;
import im.linnet.stanza.StanzaError;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.xml.Element;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The methods of the extensions for the account. */
final class AccountCalls {

  private static final Jid ROMEO = Jid.of("romeo@localhost/orchard");
  private static final Jid SERVICE = Jid.of("service.localhost");
  private static final RegistrationForm FORM =
      RegistrationForm.of(SERVICE, Element.of("query", Registration.NAMESPACE));
  private static final Refusal REFUSAL =
      requireNonNull(
          Refusal.of(
              new StanzaException(StanzaError.of(Condition.CONFLICT, null), "iq set <query/>")));
  private static final Duration WEEK = Duration.ofDays(7);

  private AccountCalls() {}

  static Stream<Call<?>> all() {
    return Stream.of(registrations(), blocking(), push(), invites()).flatMap(calls -> calls);
  }

  private static Stream<Call<?>> registrations() {
    return Stream.of(
        call(Registration.class, "form", Registration::form),
        call(Registration.class, "form", r -> r.form(SERVICE)),
        call(Registration.class, "register", r -> r.register(FORM, FORM.answer().build())),
        texted(Registration.class, "changePassword", Registration::changePassword),
        texted(
            Registration.class,
            "changePasswordAt",
            (r, text) -> r.changePasswordAt(SERVICE, "juliet", text)),
        texted(
            Registration.class,
            "changePasswordAt",
            (r, text) -> r.changePasswordAt(SERVICE, text, "secret")),
        call(Registration.class, "answer", r -> r.answer(REFUSAL, DataForm.cancel())),
        call(Registration.class, "remove", r -> r.remove(SERVICE)),
        call(Registration.class, "removeAccount", Registration::removeAccount));
  }

  private static Stream<Call<?>> blocking() {
    return Stream.of(
        call(Blocking.class, "load", Blocking::load),
        call(Blocking.class, "block", b -> b.block(ROMEO)),
        call(Blocking.class, "block", b -> b.block()),
        call(Blocking.class, "block", b -> b.block(List.of())),
        call(Blocking.class, "report", b -> b.report(ROMEO, Report.spam())),
        texted(
            Blocking.class,
            "report",
            (b, text) -> b.report(ROMEO, Report.spam().withText(text, null))),
        texted(
            Blocking.class,
            "report",
            (b, text) -> b.report(ROMEO, Report.spam().withText("x", text))),
        texted(Blocking.class, "report", (b, text) -> b.report(ROMEO, Report.because(text))),
        call(Blocking.class, "unblock", b -> b.unblock(ROMEO)),
        call(Blocking.class, "unblock", b -> b.unblock()),
        call(Blocking.class, "unblock", b -> b.unblock(List.of())),
        call(Blocking.class, "unblockAll", Blocking::unblockAll));
  }

  private static Stream<Call<?>> push() {
    return Stream.of(
        call(Push.class, "enable", p -> p.enable(SERVICE, null)),
        texted(Push.class, "enable", (p, text) -> p.enable(SERVICE, text)),
        texted(Push.class, "enable", (p, text) -> p.enable(SERVICE, "n", Push.secret(text))),
        call(Push.class, "disable", p -> p.disable(SERVICE)),
        texted(Push.class, "disable", (p, text) -> p.disable(SERVICE, text)));
  }

  private static Stream<Call<?>> invites() {
    return Stream.of(
        call(Invites.class, "offered", Invites::offered),
        call(Invites.class, "toContactList", Invites::toContactList),
        call(Invites.class, "toServer", Invites::toServer),
        texted(Invites.class, "toServer", Invites::toServer),
        call(Invites.class, "byThisClient", i -> i.byThisClient(WEEK)),
        call(Invites.class, "byThisClient", i -> i.byThisClient(WEEK, ROMEO)),
        call(
            Invites.class,
            "accept",
            i -> i.accept(Invitation.of("xmpp:romeo@example.net?roster;preauth=t"))));
  }
}
