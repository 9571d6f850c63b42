package im.linnet.registration;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.Dropped;
import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.UnreadableAnswerException;
import im.linnet.forms.DataForm;
import im.linnet.forms.DataForm.Kind;
import im.linnet.forms.FieldType;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.test.Failures;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import im.linnet.xml.Element;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Registration with a gateway such as PyMSNt, and of the own account, against scripts. */
@Timeout(120)
class RegistrationTest {

  private static final Jid GATEWAY = Jid.of("msn.localhost");
  private static final String NS = "jabber:iq:register";
  private static final String ERRORS = "urn:ietf:params:xml:ns:xmpp-stanzas";
  private static final String PLAIN =
      "<instructions>Your Passport</instructions><username/><password/>";
  private static final String CHANGE =
      "<x xmlns='jabber:x:data' type='form'><field type='hidden' var='FORM_TYPE'>"
          + "<value>jabber:iq:register:changepassword</value></field>"
          + "<field type='text-private' var='old_password'><required/></field>"
          + "<field type='text-private' var='password'><required/></field></x>";
  private static final String CANCEL =
      "<x xmlns='jabber:x:data' type='form'><field type='hidden' var='FORM_TYPE'>"
          + "<value>jabber:iq:register:cancel</value></field>"
          + "<field type='text-private' var='password'><required/></field></x>";

  /** A client over TLS; its stream must end after the script, with nothing more sent. */
  private static ScriptedClient client(Consumer<Script> lines) {
    return ScriptedClient.builder().with(Registration::new).overTls().bound(lines);
  }

  private static void form(Script script, String content) {
    script
        .expect("<iq type='get' id='{f}' to='msn.localhost'><query xmlns='" + NS + "'/></iq>")
        .send(
            "<iq type='result' id='{f}' from='msn.localhost'><query xmlns='%s'>%s</query></iq>"
                .formatted(NS, content));
  }

  private static void set(Script script, String content) {
    script.expect(
        "<iq type='set' id='{s}' to='msn.localhost'><query xmlns='%s'>%s</query></iq>"
            .formatted(NS, content));
  }

  private static String credentials(String user, String password) {
    return "<username>%s</username><password>%s</password>".formatted(user, password);
  }

  private static String error(String type, String condition, String before) {
    return "<iq type='error' id='{s}' from='msn.localhost'>%s<error type='%s'><%s xmlns='%s'/>"
            .formatted(before, type, condition, ERRORS)
        + "</error></iq>";
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  private static CompletableFuture<Void> register(ScriptedClient it, String user, String password)
      throws Exception {
    Registration registration = it.get(Registration.class);
    RegistrationForm form = get(registration.form(GATEWAY));
    return registration.register(
        form, form.answer().set("username", user).set("password", password).build());
  }

  private static Refusal refusal(CompletableFuture<?> future) {
    return requireNonNull(Refusal.of(Failures.of(future, StanzaException.class)));
  }

  @Test
  @DisplayName("e.52: registration ok; the gateway's subscription is announced, not answered")
  void registers_with_a_gateway() throws Exception {
    try (ScriptedClient it =
        client(
            s -> {
              form(s, PLAIN);
              set(s, credentials("user@hotmail.com", "secret"));
              s.send(
                  "<presence type='subscribe' from='msn.localhost' to='juliet@localhost'/>"
                      + "<iq type='result' id='{s}' from='msn.localhost'/>");
            })) {
      Registration registration = it.get(Registration.class);
      CompletableFuture<RegistrationEvent> event = new CompletableFuture<>();
      CompletableFuture<Boolean> own = new CompletableFuture<>();
      registration.onChange(event::complete);
      it.client().onPresence(asked -> own.complete(registration.isOwn(GATEWAY)));

      assertThat(registration.isOwn(GATEWAY)).isFalse();
      get(register(it, "user@hotmail.com", "secret"));

      assertThat(get(event)).isEqualTo(new RegistrationEvent.Registered(GATEWAY));
      assertThat(get(own)).as("when the subscription request comes").isTrue();
      assertThat(registration.isOwn(GATEWAY)).isTrue();
      assertThat(registration.isOwn(Jid.of("icq.localhost"))).isFalse();
    }
  }

  @Test
  @DisplayName("e.52: already registered")
  void changes_a_registration() throws Exception {
    try (ScriptedClient it =
        client(
            s -> {
              form(s, PLAIN.replace("<username/>", "<registered/><username>u@h.com</username>"));
              set(s, credentials("u@h.com", "n3w"));
              s.send("<iq type='result' id='{s}' from='msn.localhost'/>");
            })) {
      Registration registration = it.get(Registration.class);
      RegistrationForm form = get(registration.form(GATEWAY));
      assertThat(form.isRegistered()).isTrue();
      get(registration.register(form, form.answer().set("password", "n3w").build()));
      assertThat(registration.isOwn(GATEWAY)).isTrue();
    }
  }

  @Test
  @DisplayName("e.52: bad-request without a code, with the children of the query copied")
  void is_told_by_a_gateway_that_the_data_is_bad() throws Exception {
    try (ScriptedClient it =
        client(
            s -> {
              form(s, PLAIN);
              set(s, credentials("nobody", "S3cret"));
              String copied =
                  "<query xmlns='%s'>%s</query>".formatted(NS, credentials("nobody", "S3cret"));
              s.send(error("modify", "bad-request", copied));
            })) {
      CompletableFuture<Void> registered = register(it, "nobody", "S3cret");
      Refusal refusal = refusal(registered);
      assertThat(refusal.reason()).isEqualTo(Refusal.Reason.BAD_REQUEST);
      assertThat(refusal.form()).isNull();
      assertThat(refusal.service()).isEqualTo(GATEWAY);
      assertThat(refusal.advice()).contains("msn.localhost", "bad-request").doesNotContain("S3");
      assertThat(Failures.of(registered, StanzaException.class))
          .hasMessageNotContaining("S3cret")
          .asString()
          .doesNotContain("S3cret");
      assertThat(it.get(Registration.class).isOwn(GATEWAY)).isFalse();
    }
  }

  @Test
  @DisplayName("e.52: remove, without any presence")
  void removes_a_registration() throws Exception {
    try (ScriptedClient it =
        client(
            s -> {
              form(s, PLAIN);
              set(s, credentials("u@h.com", "p"));
              s.send("<iq type='result' id='{s}' from='msn.localhost'/>");
              set(s, "<remove/>");
              s.send("<iq type='result' id='{s}' from='msn.localhost'/>");
            })) {
      Registration registration = it.get(Registration.class);
      get(register(it, "u@h.com", "p"));
      CompletableFuture<RegistrationEvent> removed = new CompletableFuture<>();
      registration.onChange(
          event -> {
            if (event instanceof RegistrationEvent.Removed) {
              removed.complete(event);
            }
          });
      get(registration.remove(GATEWAY));
      assertThat(get(removed).service()).isEqualTo(GATEWAY);
      assertThat(registration.isOwn(GATEWAY)).isFalse();
    }
  }

  @Test
  @DisplayName("e.52: registration answered by a message instead of an IQ")
  void ends_at_its_limit_and_says_that_a_message_came() throws Exception {
    try (ScriptedClient it =
        ScriptedClient.builder()
            .with(Registration::new)
            .overTls()
            .client(builder -> builder.requestLimit(Duration.ofSeconds(5)))
            .bound(
                s -> {
                  form(s, PLAIN);
                  set(s, credentials("u@h.com", "p"));
                  s.send(
                      "<message from='msn.localhost'><body>Registration failed</body></message>");
                })) {
      CompletableFuture<Message> message = new CompletableFuture<>();
      it.client().onMessage(message::complete);
      CompletableFuture<Void> registered = register(it, "u@h.com", "p");
      assertThat(get(message).body()).isEqualTo("Registration failed");
      TransportException late = Failures.of(registered, TransportException.class);
      assertThat(late.reason()).isEqualTo(Reason.NO_ANSWER);
      assertThat(late)
          .hasMessageContaining("msn.localhost has sent a message meanwhile")
          .hasMessageNotContaining("Registration failed");
      assertThat(it.get(Registration.class).isOwn(GATEWAY)).as("perhaps registered").isTrue();
    }
  }

  @Test
  @DisplayName("e.52: a message of somebody else is no answer to a registration")
  void blames_no_message_of_another_sender() throws Exception {
    try (ScriptedClient it =
        ScriptedClient.builder()
            .with(Registration::new)
            .overTls()
            .client(builder -> builder.requestLimit(Duration.ofSeconds(2)))
            .bound(
                s -> {
                  form(s, PLAIN);
                  set(s, credentials("u@h.com", "p"));
                  s.send("<message from='evil.example'><body>No</body></message>");
                })) {
      assertThat(Failures.of(register(it, "u@h.com", "p"), TransportException.class))
          .hasMessageNotContaining("message");
    }
  }

  @Test
  @DisplayName("e.52: two answers to one request: the second is dropped")
  void takes_the_first_of_two_answers() throws Exception {
    try (ScriptedClient it =
        client(
            s -> {
              form(s, PLAIN);
              set(s, credentials("u@h.com", "p"));
              s.send("<iq type='result' id='{s}' from='msn.localhost'/>")
                  .send(error("cancel", "conflict", ""));
            })) {
      CompletableFuture<Dropped> dropped = new CompletableFuture<>();
      it.client().onDropped(dropped::complete);
      get(register(it, "u@h.com", "p"));
      assertThat(get(dropped).reason()).isEqualTo(Dropped.Reason.UNASKED);
      assertThat(it.get(Registration.class).isOwn(GATEWAY)).isTrue();
    }
  }

  @Test
  @DisplayName("e.52: two errors for one request: the second is dropped")
  void takes_the_first_of_two_errors() throws Exception {
    try (ScriptedClient it =
        client(
            s -> {
              form(s, PLAIN);
              set(s, credentials("u@h.com", "p"));
              s.send(error("modify", "not-acceptable", ""))
                  .send(error("retry", "not-acceptable", ""));
            })) {
      CompletableFuture<Dropped> dropped = new CompletableFuture<>();
      it.client().onDropped(dropped::complete);
      Refusal refusal = refusal(register(it, "u@h.com", "p"));
      assertThat(refusal.reason()).isEqualTo(Refusal.Reason.NOT_ACCEPTABLE);
      assertThat(get(dropped).reason()).isEqualTo(Dropped.Reason.UNASKED);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "cancel, conflict, CONFLICT",
    "modify, not-acceptable, NOT_ACCEPTABLE",
    "modify, bad-request, BAD_REQUEST",
    "auth, registration-required, REGISTRATION_REQUIRED",
    "cancel, not-allowed, NOT_ALLOWED",
    "auth, forbidden, FORBIDDEN",
    "auth, not-authorized, NOT_AUTHORIZED",
    "wait, unexpected-request, UNEXPECTED_REQUEST",
    "cancel, service-unavailable, UNSUPPORTED",
    "cancel, feature-not-implemented, UNSUPPORTED",
    "wait, remote-server-timeout, UNREACHABLE",
    "cancel, remote-server-not-found, UNREACHABLE",
    "wait, resource-constraint, LATER",
    "wait, internal-server-error, LATER",
    "cancel, undefined-condition, OTHER"
  })
  void gives_the_reason_of_a_refusal(String type, String condition, Refusal.Reason reason)
      throws Exception {
    try (ScriptedClient it =
        client(
            s -> {
              set(s, "<remove/>");
              s.send(error(type, condition, ""));
            })) {
      Refusal refusal = refusal(it.get(Registration.class).remove(GATEWAY));
      assertThat(refusal.reason()).isEqualTo(reason);
      assertThat(refusal.error().conditionName()).isEqualTo(condition);
      assertThat(refusal.advice()).startsWith("msn.localhost refuses (" + condition + "): ");
    }
  }

  @ParameterizedTest
  @CsvSource({"409, CONFLICT", "406, NOT_ACCEPTABLE", "407, REGISTRATION_REQUIRED"})
  void reads_a_code_without_a_condition(String code, Refusal.Reason reason) throws Exception {
    try (ScriptedClient it =
        client(
            s -> {
              set(s, "<remove/>");
              s.send(
                  "<iq type='error' id='{s}' from='msn.localhost'><error code='%s'>No</error></iq>"
                      .formatted(code));
            })) {
      Refusal refusal = refusal(it.get(Registration.class).remove(GATEWAY));
      assertThat(refusal.reason()).isEqualTo(reason);
      assertThat(refusal.advice()).endsWith("(“No”)");
    }
  }

  @Test
  @DisplayName("biboumi refuses jabber:iq:register as a whole")
  void says_that_a_service_has_no_registration() throws Exception {
    try (ScriptedClient it =
        client(
            s ->
                s.expectLike("<iq type='get' id='{s}' to='msn.localhost'/>")
                    .send(error("cancel", "feature-not-implemented", "")))) {
      Refusal refusal = refusal(it.get(Registration.class).form(GATEWAY));
      assertThat(refusal.advice())
          .isEqualTo(
              "msn.localhost refuses (feature-not-implemented):"
                  + " it does not register users over XMPP");
    }
  }

  @Test
  void submits_the_data_form_alone_if_there_is_one() throws Exception {
    try (ScriptedClient it =
        client(
            s -> {
              form(s, PLAIN + RegistrationFormTest.CONTEST);
              set(
                  s,
                  "<x xmlns='jabber:x:data' type='submit'><field type='hidden' var='FORM_TYPE'>"
                      + "<value>jabber:iq:register</value></field>"
                      + "<field type='text-single' var='first'><value>Juliet</value></field></x>");
              s.send("<iq type='result' id='{s}' from='msn.localhost'/>");
            })) {
      Registration registration = it.get(Registration.class);
      RegistrationForm form = get(registration.form(GATEWAY));
      get(registration.register(form, form.answer().set("first", "Juliet").build()));
    }
  }

  @Test
  void sends_nothing_that_was_not_asked_for() throws Exception {
    try (ScriptedClient it = client(s -> form(s, PLAIN))) {
      Registration registration = it.get(Registration.class);
      RegistrationForm form = get(registration.form(GATEWAY));
      DataForm more =
          DataForm.builder(Kind.SUBMIT).field(FieldType.TEXT_SINGLE, "email", "e").build();
      assertThat(Failures.of(registration.register(form, more), RefusedException.class))
          .hasMessageContaining("does not ask for “email”");
      assertThat(Failures.of(registration.register(form, form.form()), RefusedException.class))
          .hasMessageContaining("form.answer()");
      DataForm unsendable =
          DataForm.builder(Kind.SUBMIT).field(FieldType.TEXT_SINGLE, "username", "\u0000").build();
      assertThat(Failures.of(registration.register(form, unsendable), RefusedException.class))
          .hasMessageContaining("XML");
      assertThat(registration.isOwn(GATEWAY)).isFalse();
    }
  }

  @Test
  void says_where_to_register_instead() throws Exception {
    try (ScriptedClient it =
        client(
            s ->
                form(
                    s,
                    "<instructions>Visit us</instructions>"
                        + "<x xmlns='jabber:x:oob'><url>https://a.example/</url></x>"))) {
      Registration registration = it.get(Registration.class);
      RegistrationForm form = get(registration.form(GATEWAY));
      DataForm answer = DataForm.builder(Kind.SUBMIT).build();
      assertThat(Failures.of(registration.register(form, answer), RefusedException.class))
          .hasMessageContaining("register at https://a.example/");
    }
  }

  @Test
  @DisabledIfSystemProperty(
      named = "linnet.signin",
      matches = "sasl2",
      disabledReason = "SASL2 is never in clear text")
  void sends_no_password_in_clear_text() throws Exception {
    try (ScriptedClient it = ScriptedClient.bound(Registration::new, s -> form(s, PLAIN))) {
      Registration registration = it.get(Registration.class);
      RegistrationForm form = get(registration.form(GATEWAY));
      DataForm answer = form.answer().set("username", "u").set("password", "p").build();
      assertThat(Failures.of(registration.register(form, answer), RefusedException.class))
          .hasMessageContaining("TLS");
      assertThat(Failures.of(registration.changePassword("p"), RefusedException.class))
          .hasMessageContaining("TLS");
    }
  }

  @Test
  void fails_if_the_form_can_not_be_read() throws Exception {
    try (ScriptedClient it =
        client(
            s ->
                s.expectLike("<iq type='get' id='{f}' to='msn.localhost'/>")
                    .send(
                        "<iq type='result' id='{f}' from='msn.localhost'>"
                            + "<query xmlns='urn:other'/></iq>"))) {
      Failures.of(it.get(Registration.class).form(GATEWAY), UnreadableAnswerException.class);
    }
  }

  @Test
  void changes_the_password_of_the_account() throws Exception {
    try (ScriptedClient it =
        client(
            s ->
                s.expect(
                        "<iq type='set' id='{s}'><query xmlns='%s'>%s</query></iq>"
                            .formatted(NS, credentials("juliet", "n3w")))
                    .send("<iq type='result' id='{s}'/>"))) {
      get(it.get(Registration.class).changePassword("n3w"));
    }
  }

  @Test
  void changes_the_password_at_a_service() throws Exception {
    try (ScriptedClient it =
        client(
            s -> {
              set(s, credentials("u@h.com", "n3w"));
              s.send("<iq type='result' id='{s}' from='msn.localhost'/>");
            })) {
      get(it.get(Registration.class).changePasswordAt(GATEWAY, "u@h.com", "n3w"));
    }
  }

  @Test
  void refuses_a_password_that_can_not_be_set() {
    try (ScriptedClient it = client(s -> {})) {
      Registration registration = it.get(Registration.class);
      assertThat(Failures.of(registration.changePassword(""), RefusedException.class))
          .hasMessageContaining("empty");
      assertThat(Failures.of(registration.changePassword("s3\u0000"), RefusedException.class))
          .hasMessageContaining("XML")
          .hasMessageNotContaining("s3");
    }
  }

  @Test
  @DisplayName("XEP-0077, section 3.3: a form in the error of a password change")
  void answers_the_form_of_a_refused_password_change() throws Exception {
    try (ScriptedClient it =
        client(
            s ->
                s.expectLike("<iq type='set' id='{s}'/>")
                    .send(
                        "<iq type='error' id='{s}'><query xmlns='%s'>%s</query>"
                                .formatted(NS, CHANGE)
                            + "<error code='401' type='modify'>"
                            + "<not-authorized xmlns='%s'/></error></iq>".formatted(ERRORS))
                    .expect(
                        "<iq type='set' id='{t}'><query xmlns='"
                            + NS
                            + "'>"
                            + "<x xmlns='jabber:x:data' type='submit'>"
                            + "<field type='hidden' var='FORM_TYPE'>"
                            + "<value>jabber:iq:register:changepassword</value></field>"
                            + "<field type='text-private' var='old_password'>"
                            + "<value>0ld</value></field>"
                            + "<field type='text-private' var='password'><value>n3w</value></field>"
                            + "</x></query></iq>")
                    .send("<iq type='result' id='{t}'/>"))) {
      Registration registration = it.get(Registration.class);
      Refusal refusal = refusal(registration.changePassword("n3w"));
      assertThat(refusal.reason()).isEqualTo(Refusal.Reason.NOT_AUTHORIZED);
      assertThat(refusal.service()).isNull();
      assertThat(refusal.advice()).contains("wants a form");
      DataForm form = requireNonNull(refusal.form());
      get(
          registration.answer(
              refusal, form.answer().set("old_password", "0ld").set("password", "n3w").build()));
    }
  }

  @Test
  @DisplayName("XEP-0077, section 3.2: a form in the error of a cancellation")
  void answers_the_form_of_a_refused_cancellation() throws Exception {
    try (ScriptedClient it =
        client(
            s -> {
              set(s, "<remove/>");
              s.send(
                  error(
                      "cancel", "not-allowed", "<query xmlns='" + NS + "'>" + CANCEL + "</query>"));
              s.expectLike(
                      "<iq type='set' id='{t}' to='msn.localhost'><query xmlns='"
                          + NS
                          + "'>"
                          + "<x xmlns='jabber:x:data' type='submit'/></query></iq>")
                  .send("<iq type='result' id='{t}' from='msn.localhost'/>");
            })) {
      Registration registration = it.get(Registration.class);
      CompletableFuture<RegistrationEvent> event = new CompletableFuture<>();
      registration.onChange(event::complete);
      Refusal refusal = refusal(registration.remove(GATEWAY));
      DataForm form = requireNonNull(refusal.form());
      get(registration.answer(refusal, form.answer().set("password", "p").build()));
      assertThat(get(event)).isEqualTo(new RegistrationEvent.Removed(GATEWAY));
    }
  }

  @Test
  void has_nothing_to_answer_without_a_form() throws Exception {
    try (ScriptedClient it =
        client(
            s -> {
              set(s, "<remove/>");
              s.send(error("auth", "forbidden", ""));
            })) {
      Registration registration = it.get(Registration.class);
      Refusal refusal = refusal(registration.remove(GATEWAY));
      CompletableFuture<Void> answered = registration.answer(refusal, DataForm.cancel());
      assertThat(Failures.of(answered, RefusedException.class)).hasMessageContaining("forbidden");
    }
  }

  @Test
  void removes_the_account() throws Exception {
    try (ScriptedClient it =
        ScriptedClient.builder()
            .with(Registration::new)
            .overTls()
            .endingAnyhow()
            .bound(
                s ->
                    s.expect(
                            "<iq type='set' id='{s}'><query xmlns='"
                                + NS
                                + "'><remove/></query></iq>")
                        .send(
                            "<iq type='result' id='{s}'/><stream:error><conflict"
                                + " xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>")
                        .close())) {
      get(it.get(Registration.class).removeAccount());
    }
  }

  @Test
  @DisplayName("XEP-0077, section 3.2: the stream error alone says that the account is removed")
  void removes_the_account_of_a_server_that_only_ends_the_stream() throws Exception {
    try (ScriptedClient it = endingBy("not-authorized")) {
      get(it.get(Registration.class).removeAccount());
    }
    try (ScriptedClient it = endingBy("system-shutdown")) {
      Failures.of(it.get(Registration.class).removeAccount(), RuntimeException.class);
    }
  }

  private static ScriptedClient endingBy(String condition) {
    return ScriptedClient.builder()
        .with(Registration::new)
        .overTls()
        .endingAnyhow()
        .bound(
            s ->
                s.expectLike("<iq type='set' id='{s}'/>")
                    .send(
                        "<stream:error><%s xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>"
                                .formatted(condition)
                            + "</stream:error>")
                    .close());
  }

  @Test
  void reads_the_registration_of_the_account() throws Exception {
    try (ScriptedClient it =
        client(
            s ->
                s.expect("<iq type='get' id='{f}'><query xmlns='" + NS + "'/></iq>")
                    .send(
                        "<iq type='result' id='{f}'><query xmlns='"
                            + NS
                            + "'><registered/>"
                            + "<username>juliet</username><password/></query></iq>"))) {
      RegistrationForm form = get(it.get(Registration.class).form());
      assertThat(form.isRegistered()).isTrue();
      assertThat(form.service()).isNull();
      assertThat(form.form().text("username")).isEqualTo("juliet");
    }
  }

  @Test
  @DisplayName("a registration stays what it is whatever presence the gateway sends")
  void never_answers_presence() throws Exception {
    try (ScriptedClient it =
        client(
            s ->
                s.awaitCue("subscribed")
                    .send(
                        "<presence type='subscribe' from='msn.localhost'/>"
                            + "<presence type='unsubscribe' from='msn.localhost'/>"
                            + "<presence type='unsubscribed' from='msn.localhost'/>"
                            + "<presence type='unavailable' from='msn.localhost'/>")
                    .expectLike("<iq type='get' id='{p}'><ping xmlns='urn:xmpp:ping'/></iq>")
                    .send("<iq type='result' id='{p}'/>"))) {
      CompletableFuture<Presence> last = new CompletableFuture<>();
      it.client()
          .onPresence(
              presence -> {
                if (presence.isUnavailable()) {
                  last.complete(presence);
                }
              });
      it.peer().cue("subscribed");
      get(last);
      get(it.client().request(Iq.get(null, Element.of("ping", "urn:xmpp:ping"))));
    }
  }
}
