package im.linnet.registration;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.ClientBuilder;
import im.linnet.XmppClient;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.Phase;
import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.failure.TransportException;
import im.linnet.forms.DataForm;
import im.linnet.sasl.Sasl;
import im.linnet.stream.Facts;
import im.linnet.stream.Features;
import im.linnet.stream.StreamFeature;
import im.linnet.stream.StreamFeature.Next;
import im.linnet.test.Failures;
import im.linnet.test.ScriptedNegotiation;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.testkit.tls.TestCertificates;
import im.linnet.tls.TlsPolicy;
import im.linnet.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Making an account before signing in (XEP-0077, section 3.1.1). */
@Timeout(120)
class AccountRegistrationTest {

  private static final String NS = "jabber:iq:register";
  private static final String PLAIN = "<username/><password/>";
  private static final String FORM =
      "<x xmlns='jabber:x:data' type='form'><field type='hidden' var='FORM_TYPE'>"
          + "<value>jabber:iq:register</value></field>"
          + "<field type='text-single' var='username'><required/></field>"
          + "<field type='text-private' var='password'><required/></field></x>";

  private final ScriptedNegotiation stream =
      ScriptedNegotiation.of(Features.none()).account("juliet@example.com");

  private static Element iq(String type, String id, String content) {
    return Parsed.element(
        "<iq type='%s' id='%s' from='example.com'>%s</iq>".formatted(type, id, content));
  }

  private static Element form(String content) {
    return iq("result", "register-1", "<query xmlns='" + NS + "'>" + content + "</query>");
  }

  private static Element error(String id, String type, String condition) {
    return iq(
        "error",
        id,
        "<error type='%s'><%s xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>"
            .formatted(type, condition));
  }

  private static Element done() {
    return iq("result", "register-2", "");
  }

  private Next run(AccountRegistration step) throws Exception {
    return step.negotiate(stream).toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private <T extends Throwable> T failure(AccountRegistration step, Class<T> type) {
    return Failures.of(step.negotiate(stream), type);
  }

  @Test
  void answers_plain_fields() throws Exception {
    stream.reply(form(PLAIN)).reply(done());
    AccountRegistration step = AccountRegistration.withPassword("R0m30");

    assertThat(run(step)).isEqualTo(Next.SAME_FEATURES);

    assertThat(step.isDone()).isTrue();
    assertThat(stream.sent())
        .containsExactly(
            Parsed.element(
                "<iq type='get' to='example.com' id='register-1'><query xmlns='" + NS + "'/></iq>"),
            Parsed.element(
                "<iq type='set' to='example.com' id='register-2'><query xmlns='"
                    + NS
                    + "'>"
                    + "<username>juliet</username><password>R0m30</password></query></iq>"));
  }

  @Test
  void answers_a_data_form() throws Exception {
    stream.reply(form(PLAIN + FORM)).reply(done());
    assertThat(run(AccountRegistration.withPassword("R0m30"))).isEqualTo(Next.SAME_FEATURES);
    Element query = requireNonNull(stream.sent().get(1).firstChild());
    DataForm sent = requireNonNull(DataForm.TYPE.in(query));
    assertThat(sent.formType()).isEqualTo(NS);
    assertThat(sent.text("username")).isEqualTo("juliet");
    assertThat(sent.text("password")).isEqualTo("R0m30");
    assertThat(query.children()).hasSize(1);
  }

  @Test
  void waits_for_the_user() throws Exception {
    stream.reply(form(PLAIN + "<email/>")).reply(done());
    CompletableFuture<RegistrationForm> shown = new CompletableFuture<>();
    CompletableFuture<DataForm> answer = new CompletableFuture<>();
    AccountRegistration step =
        AccountRegistration.answeredBy(
            form -> {
              shown.complete(form);
              return answer;
            });

    CompletionStage<Next> next = step.negotiate(stream);

    RegistrationForm form = shown.get(20, TimeUnit.SECONDS);
    assertThat(form.form().text("username")).isEqualTo("juliet");
    assertThat(next.toCompletableFuture()).isNotDone();
    answer.complete(form.answer().set("password", "p").set("email", "j@example.com").build());
    assertThat(next.toCompletableFuture().get(20, TimeUnit.SECONDS)).isEqualTo(Next.SAME_FEATURES);
  }

  @ParameterizedTest
  @CsvSource({
    "cancel, conflict, CONFLICT",
    "modify, not-acceptable, NOT_ACCEPTABLE",
    "auth, forbidden, FORBIDDEN",
    "wait, resource-constraint, LATER"
  })
  void fails_if_the_server_refuses(String type, String condition, Refusal.Reason reason) {
    stream.reply(form(PLAIN)).reply(error("register-2", type, condition));
    AccountRegistration step = AccountRegistration.withPassword("S3cret");
    StanzaException failure = failure(step, StanzaException.class);
    assertThat(requireNonNull(Refusal.of(failure)).reason()).isEqualTo(reason);
    assertThat(failure)
        .hasMessageContaining("Registering an account at example.com")
        .hasMessageNotContaining("S3cret");
    assertThat(step.isDone()).isFalse();
  }

  @Test
  void fails_if_the_server_registers_nobody() {
    stream.reply(error("register-1", "cancel", "service-unavailable"));
    StanzaException failure = failure(AccountRegistration.withPassword("p"), StanzaException.class);
    assertThat(requireNonNull(Refusal.of(failure)).reason()).isEqualTo(Refusal.Reason.UNSUPPORTED);
    assertThat(stream.sent()).hasSize(1);
  }

  @Test
  void fails_if_the_server_says_nothing() {
    stream.reply(iq("result", "register-1", ""));
    failure(AccountRegistration.withPassword("p"), RefusedException.class);
  }

  @Test
  void fails_with_the_website_of_a_server_that_registers_there() {
    stream.reply(form("<x xmlns='jabber:x:oob'><url>https://example.com/join</url></x>"));
    assertThat(failure(AccountRegistration.withPassword("p"), RefusedException.class))
        .hasMessageContaining("https://example.com/join");
  }

  @Test
  void names_what_a_password_does_not_answer() {
    stream.reply(form(PLAIN + "<email/>"));
    assertThat(failure(AccountRegistration.withPassword("p"), RefusedException.class))
        .hasMessageContaining("“email” must be answered");
    assertThat(stream.sent()).hasSize(1);
  }

  @Test
  void ends_if_the_user_cancels() {
    stream.reply(form(PLAIN));
    AccountRegistration step =
        AccountRegistration.answeredBy(
            form -> CompletableFuture.completedFuture(DataForm.cancel()));
    assertThat(failure(step, RefusedException.class)).hasMessageContaining("cancelled");
    assertThat(stream.sent()).hasSize(1);
  }

  @Test
  void ends_if_the_program_fails() {
    stream.reply(form(PLAIN)).reply(form(PLAIN)).reply(form(PLAIN));
    AccountRegistration thrown =
        AccountRegistration.answeredBy(
            form -> {
              throw new IllegalStateException("no window");
            });
    assertThat(failure(thrown, RefusedException.class)).hasMessageContaining("no window");
    RefusedException own = new RefusedException("own words");
    AccountRegistration failed =
        AccountRegistration.answeredBy(form -> CompletableFuture.failedFuture(own));
    assertThat(failure(failed, RefusedException.class)).isSameAs(own);
    AccountRegistration empty =
        AccountRegistration.answeredBy(
            form -> new CompletableFuture<DataForm>().completeAsync(() -> null));
    assertThat(failure(empty, RefusedException.class)).hasMessageContaining("not answered");
  }

  @Test
  void registers_no_other_name_than_the_client_signs_in_with() {
    stream.reply(form(PLAIN));
    AccountRegistration step =
        AccountRegistration.answeredBy(
            form ->
                CompletableFuture.completedFuture(
                    form.answer().set("username", "romeo").set("password", "p").build()));
    assertThat(failure(step, RefusedException.class)).hasMessageContaining("juliet");
    assertThat(stream.sent()).hasSize(1);
  }

  @Test
  void sends_nothing_in_clear_text() {
    stream.inClearText();
    AccountRegistration step = AccountRegistration.withPassword("p");
    assertThat(failure(step, TransportException.class).reason())
        .isEqualTo(TransportException.Reason.TLS_NOT_OFFERED);
    assertThat(stream.sent()).isEmpty();
  }

  @Test
  void runs_once_and_before_signing_in_even_if_it_is_not_advertised() throws Exception {
    AccountRegistration step = AccountRegistration.withPassword("R0m30");
    Facts secure = Facts.none().withSecure();
    assertThat(step.accepts(Features.none(), secure)).isTrue();
    assertThat(step.accepts(Features.none(), secure.withMechanism("PLAIN"))).isFalse();
    stream.reply(form(PLAIN)).reply(done());
    run(step);
    assertThat(step.accepts(Features.none(), secure)).isFalse();
    assertThat(step.phase()).isEqualTo(Phase.AUTHENTICATING);
    assertThat(step.toString()).doesNotContain("R0m30");
  }

  @Test
  void takes_a_conflict_for_its_own_account_after_an_uncertain_request() throws Exception {
    AccountRegistration step = AccountRegistration.withPassword("p");
    stream
        .reply(form(PLAIN))
        .breaks(new TransportException(TransportException.Reason.RESET, "It broke"));
    failure(step, TransportException.class);
    assertThat(step.isDone()).isFalse();
    stream.reply(form(PLAIN)).reply(error("register-2", "wait", "resource-constraint"));
    failure(step, StanzaException.class);
    stream.reply(form(PLAIN)).reply(error("register-2", "cancel", "conflict"));
    assertThat(run(step)).isEqualTo(Next.SAME_FEATURES);
    assertThat(step.isDone()).isTrue();
  }

  @Test
  void takes_no_conflict_for_its_own_account_after_a_refusal() {
    AccountRegistration step = AccountRegistration.withPassword("p");
    stream.reply(form(PLAIN)).reply(error("register-2", "wait", "resource-constraint"));
    failure(step, StanzaException.class);
    stream.reply(form(PLAIN)).reply(error("register-2", "cancel", "conflict"));
    failure(step, StanzaException.class);
  }

  @Test
  void needs_a_password() {
    assertThatThrownBy(() -> AccountRegistration.withPassword(""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void comes_before_the_steps_that_sign_in() {
    AccountRegistration step = AccountRegistration.withPassword("p");
    AtomicReference<List<Phase>> phases = new AtomicReference<>();
    XmppClient client =
        XmppClient.builder("juliet@example.com")
            .sasl(Sasl.password("p"))
            .steps(
                standard -> {
                  List<StreamFeature> all = step.beforeSignIn(standard);
                  phases.set(all.stream().map(StreamFeature::phase).toList());
                  assertThat(all.get(1)).isSameAs(step);
                  return all;
                })
            .build();
    client.shutdown().join();
    assertThat(requireNonNull(phases.get()).subList(0, 3))
        .containsExactly(Phase.SECURING, Phase.AUTHENTICATING, Phase.AUTHENTICATING);
    assertThat(step.beforeSignIn(new ArrayList<>())).containsExactly(step);
  }

  @Test
  void signs_in_on_the_same_stream() throws Exception {
    TestCertificates authority = TestCertificates.create();
    AccountRegistration account = AccountRegistration.withPassword("R0m30");
    try (ScriptedPeer peer = ScriptedPeer.listen()) {
      peer.withTls(authority.server("localhost").serverContext());
      peer.script(
          script ->
              script
                  .secureStream("localhost")
                  .openStream(
                      "localhost",
                      "<register xmlns='http://jabber.org/features/iq-register'/>"
                          + "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
                          + "<mechanism>PLAIN</mechanism></mechanisms>")
                  .expect("<iq type='get' to='localhost' id='{g}'><query xmlns='" + NS + "'/></iq>")
                  .send(
                      "<iq type='result' id='{g}'><query xmlns='"
                          + NS
                          + "'>"
                          + PLAIN
                          + "</query></iq>")
                  .expect(
                      "<iq type='set' to='localhost' id='{s}'><query xmlns='"
                          + NS
                          + "'>"
                          + "<username>juliet</username><password>R0m30</password></query></iq>")
                  .send("<iq type='result' id='{s}'/>")
                  .expectLike("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'/>")
                  .send("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>")
                  .bind("localhost", "juliet@localhost/balcony")
                  .expectClose()
                  .close());
      XmppClient client = client(peer, authority, account).build();
      assertThat(client.connect().get(20, TimeUnit.SECONDS).jid())
          .hasToString("juliet@localhost/balcony");
      client.shutdown().get(20, TimeUnit.SECONDS);
      peer.await();
    }
  }

  @Test
  void signs_nobody_in_after_a_refusal() throws Exception {
    TestCertificates authority = TestCertificates.create();
    AccountRegistration account = AccountRegistration.withPassword("R0m30");
    try (ScriptedPeer peer = ScriptedPeer.listen()) {
      peer.withTls(authority.server("localhost").serverContext());
      peer.script(
          script ->
              script
                  .secureStream("localhost")
                  .openStream(
                      "localhost",
                      "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
                          + "<mechanism>PLAIN</mechanism></mechanisms>")
                  .expectLike("<iq type='get' to='localhost' id='{g}'/>")
                  .send(
                      "<iq type='error' id='{g}'><error type='cancel'><not-allowed"
                          + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>")
                  .expectEnd());
      XmppClient client = client(peer, authority, account).build();
      StanzaException failure = Failures.of(client.connect(), StanzaException.class);
      assertThat(requireNonNull(failure.where()).phase()).isEqualTo(Phase.AUTHENTICATING);
      assertThat(failure.retryable()).isFalse();
      client.shutdown().get(20, TimeUnit.SECONDS);
      peer.await();
    }
  }

  private static ClientBuilder client(
      ScriptedPeer peer, TestCertificates authority, AccountRegistration account) {
    return XmppClient.builder("juliet@localhost")
        .sasl(Sasl.password("R0m30").allowPlain())
        .endpoint(Endpoint.startTls("127.0.0.1", peer.port()))
        .tls(TlsPolicy.builder().trust(authority.trustAnchor()).build())
        .steps(account::beforeSignIn);
  }
}
