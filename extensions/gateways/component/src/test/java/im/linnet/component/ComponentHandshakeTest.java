package im.linnet.component;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.endpoint.Endpoint;
import im.linnet.failure.AuthenticationException;
import im.linnet.failure.AuthenticationException.Reason;
import im.linnet.failure.StreamError;
import im.linnet.failure.StreamError.Condition;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.failure.XmppException;
import im.linnet.stanza.Stanza;
import im.linnet.stream.StreamFeature.Next;
import im.linnet.test.Failures;
import im.linnet.test.ScriptedNegotiation;
import im.linnet.xml.Element;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The step that signs a component in (XEP-0114, section 3), without a network. */
@Timeout(120)
class ComponentHandshakeTest {

  private static final String DOMAIN = "plays.shakespeare.lit";
  private static final Element ACCEPTED = Element.of("handshake", Stanza.NAMESPACE);

  private static ComponentHandshake step(String secret) {
    return new ComponentHandshake(secret, ClearText.ON_THIS_MACHINE);
  }

  private static ScriptedNegotiation at(Endpoint endpoint) {
    return ScriptedNegotiation.offering()
        .inClearText()
        .account(DOMAIN)
        .endpoint(endpoint)
        .streamId("3BF96D32")
        .reply(ACCEPTED);
  }

  private static ScriptedNegotiation local() {
    return at(Endpoint.startTls("127.0.0.1", Component.PORT));
  }

  private static CompletableFuture<Next> run(ComponentHandshake step, ScriptedNegotiation stream) {
    return step.negotiate(stream).toCompletableFuture();
  }

  /** SHA-1 of id and secret, in UTF-8, without XML escapes, in small hexadecimal letters. */
  @ParameterizedTest
  @CsvSource({
    "secret, b09ea9b3b7f586be8a08d0a3dd7466f110aeb136",
    "s&<>'\"é☃, 90cc258e3f41605ea19d612ea5fe17a6326efd9e"
  })
  void proves_that_it_knows_the_secret(String secret, String proof) {
    ScriptedNegotiation stream = local();
    assertThat(run(step(secret), stream).join()).isEqualTo(Next.DONE);
    assertThat(stream.sent())
        .containsExactly(Element.builder("handshake", Stanza.NAMESPACE).text(proof).build());
  }

  @Test
  void notes_that_the_component_is_its_whole_domain() {
    ScriptedNegotiation stream = local();
    assertThat(step("secret").accepts(stream.features(), stream.facts())).isTrue();
    run(step("secret"), stream).join();
    assertThat(stream.mechanism()).isEqualTo("handshake");
    assertThat(stream.facts().jid()).hasToString(DOMAIN);
    assertThat(step("secret").accepts(stream.features(), stream.facts())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "::1"})
  void signs_in_to_this_machine_in_clear_text(String host) {
    assertThat(run(step("secret"), at(Endpoint.startTls(host, 5347)))).isCompleted();
  }

  /** A name leads where DNS says. */
  @ParameterizedTest
  @ValueSource(strings = {"192.168.0.1", "localhost", "127.0.0.1.example.com", "::2", "1270.0.0.1"})
  void shows_nothing_to_another_machine_in_clear_text(String host) {
    ScriptedNegotiation stream = at(Endpoint.startTls(host, 5347));
    TransportException failure = Failures.of(run(step("secret"), stream), TransportException.class);
    assertThat(failure.reason()).isEqualTo(TransportException.Reason.TLS_NOT_OFFERED);
    assertThat(failure)
        .hasMessageContaining(DOMAIN)
        .hasMessageContaining(host)
        .hasMessageContaining("Component.overTls");
    assertThat(stream.sent()).isEmpty();
  }

  @Test
  void shows_nothing_to_a_transport_in_clear_text() {
    ScriptedNegotiation stream = at(Endpoint.at(URI.create("ws://127.0.0.1/component")));
    assertThat(Failures.of(run(step("secret"), stream), TransportException.class).reason())
        .isEqualTo(TransportException.Reason.TLS_NOT_OFFERED);
    assertThat(stream.sent()).isEmpty();
  }

  @Test
  void signs_in_anywhere_if_the_network_is_trusted_or_under_tls() {
    Endpoint far = Endpoint.startTls("192.168.0.1", 5347);
    ComponentHandshake trusting = new ComponentHandshake("secret", ClearText.ANYWHERE);
    assertThat(run(trusting, at(far))).isCompleted();
    assertThat(run(step("secret"), at(far).established(facts -> facts.withSecure()))).isCompleted();
  }

  /** Prosody's header for an unknown component; the hash of a secret alone could be looked up. */
  @Test
  void shows_nothing_to_a_server_that_gives_no_id() {
    ScriptedNegotiation stream = local().streamId("").on(later -> {});
    assertThat(run(step("secret"), stream)).isNotDone();
    assertThat(stream.sent()).isEmpty();
  }

  @Tag("S14")
  @Test
  void refuses_another_answer() {
    ScriptedNegotiation stream =
        ScriptedNegotiation.offering().account(DOMAIN).reply(Element.of("welcome", "urn:x"));
    AuthenticationException failure =
        Failures.of(run(step("secret"), stream), AuthenticationException.class);
    assertThat(failure.reason()).isEqualTo(Reason.MALFORMED);
    assertThat(failure).hasMessageContaining("<welcome/>");
    assertThat(stream.mechanism()).isNull();
  }

  private static XmppException explained(Condition condition, ScriptedNegotiation stream) {
    StreamException ended = StreamException.byServer(StreamError.of(condition, "Why"), false);
    return step("secret").explain(ended, stream);
  }

  @Test
  void calls_a_wrong_secret_one_and_does_not_try_it_again() {
    XmppException failure = explained(Condition.NOT_AUTHORIZED, local());
    assertThat(failure)
        .isInstanceOfSatisfying(
            AuthenticationException.class,
            why -> {
              assertThat(why.reason()).isEqualTo(Reason.REFUSED);
              assertThat(why.condition()).isEqualTo("not-authorized");
              assertThat(why.mechanism()).isEqualTo("handshake");
              assertThat(why.text()).isEqualTo("Why");
            })
        .hasMessageContaining("refused the secret of the component " + DOMAIN)
        .hasMessageContaining("“Why”")
        .hasMessageContaining("same secret");
    assertThat(failure.retryable()).isFalse();
    assertThat(requireNonNull(failure.where()).endpoint()).hasToString("127.0.0.1:5347");
  }

  @Test
  void says_what_an_unknown_component_needs() {
    XmppException failure = explained(Condition.HOST_UNKNOWN, local());
    assertThat(failure)
        .isInstanceOfSatisfying(
            StreamException.class,
            why -> assertThat(why.error().condition()).isEqualTo(Condition.HOST_UNKNOWN))
        .hasMessageContaining("no component " + DOMAIN)
        .hasMessageContaining("configuration");
    assertThat(failure.retryable()).isFalse();
  }

  @Test
  void may_try_again_when_another_connection_serves_the_component() {
    XmppException failure = explained(Condition.CONFLICT, local());
    assertThat(failure)
        .isInstanceOfSatisfying(
            StreamException.class,
            why -> assertThat(why.error().condition()).isEqualTo(Condition.CONFLICT))
        .hasMessageContaining("Another connection serves the component " + DOMAIN);
    assertThat(failure.retryable()).isTrue();
  }

  /** Under TLS the policy says whether the server is known, so the client adds the place. */
  @Test
  void leaves_it_to_the_policy_whom_to_believe_under_tls() {
    ScriptedNegotiation stream = ScriptedNegotiation.offering().account(DOMAIN);
    XmppException failure = explained(Condition.NOT_AUTHORIZED, stream);
    assertThat(failure).isInstanceOf(AuthenticationException.class);
    assertThat(failure.where()).isNull();
  }

  @Test
  void leaves_other_errors_as_they_are() {
    StreamException ended =
        StreamException.byServer(StreamError.of(Condition.SYSTEM_SHUTDOWN, null), false);
    assertThat(step("secret").explain(ended, local())).isSameAs(ended);
  }

  @Test
  void keeps_the_secret_to_itself() {
    assertThat(step("the-secret").toString()).doesNotContain("the-secret");
    assertThatThrownBy(() -> step("")).isInstanceOf(IllegalArgumentException.class);
  }
}
