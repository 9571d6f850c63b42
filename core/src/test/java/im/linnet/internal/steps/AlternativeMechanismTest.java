package im.linnet.internal.steps;

import static im.linnet.internal.steps.SaslLogin.fails;
import static im.linnet.internal.steps.SaslLogin.succeeds;
import static im.linnet.internal.steps.ScriptedNegotiation.NS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import im.linnet.failure.AuthenticationException;
import im.linnet.failure.AuthenticationException.Reason;
import im.linnet.failure.StreamError;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.sasl.Channels;
import im.linnet.sasl.PasswordSasl;
import im.linnet.sasl.Sasl;
import im.linnet.xml.Element;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that offer hashes that they have not stored for the user, as ejabberd does. */
@Timeout(120)
class AlternativeMechanismTest {

  private static final PasswordSasl SASL = Sasl.password("pencil");
  private static final byte[] BINDING = new byte[32];

  private final ScramServer scram = new ScramServer("pencil", 4096);

  private static Element refusal(String condition) {
    return Element.builder("failure", NS)
        .child(Element.of(condition, NS))
        .child("text", "Incompatible SCRAM methods")
        .build();
  }

  private static List<String> tried(ScriptedNegotiation server) {
    return server.sent.stream()
        .filter(element -> element.name().equals("auth"))
        .map(element -> String.valueOf(element.attribute("mechanism")))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"not-authorized", "malformed-request", "invalid-mechanism"})
  void tries_the_next_hash_on_the_same_stream(String condition) {
    ScriptedNegotiation server =
        ScriptedNegotiation.offering("SCRAM-SHA-1", "SCRAM-SHA-256", "SCRAM-SHA-512", "PLAIN")
            .reply(refusal(condition))
            .reply(scram::challenge)
            .reply(scram::verdict);
    succeeds(SASL, server);
    assertThat(tried(server)).containsExactly("SCRAM-SHA-512", "SCRAM-SHA-256");
    assertThat(server.verbs()).containsExactly("auth", "auth", "response");
    assertThat(server.mechanism).isEqualTo("SCRAM-SHA-256");
  }

  @Test
  void tries_each_hash_at_most_once() {
    ScriptedNegotiation server =
        ScriptedNegotiation.offering("SCRAM-SHA-1", "SCRAM-SHA-256", "SCRAM-SHA-512", "PLAIN")
            .reply(refusal("not-authorized"))
            .reply(refusal("not-authorized"))
            .reply(refusal("not-authorized"));
    AuthenticationException failure = fails(SASL.allowPlain(), server, Reason.REFUSED);
    assertThat(failure.mechanism()).isEqualTo("SCRAM-SHA-1");
    assertThat(tried(server)).containsExactly("SCRAM-SHA-512", "SCRAM-SHA-256", "SCRAM-SHA-1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aborted",
        "account-disabled",
        "credentials-expired",
        "encryption-required",
        "incorrect-encoding",
        "invalid-authzid",
        "mechanism-too-weak",
        "temporary-auth-failure",
        "undefined-condition",
        "of-my-own"
      })
  void takes_any_other_condition_as_final(String condition) {
    ScriptedNegotiation server =
        ScriptedNegotiation.offering("SCRAM-SHA-1", "SCRAM-SHA-256").reply(refusal(condition));
    assertThat(fails(SASL, server, Reason.REFUSED).condition()).isEqualTo(condition);
    assertThat(tried(server)).containsExactly("SCRAM-SHA-256");
  }

  @Test
  void takes_a_refusal_of_the_proof_as_final() {
    ScriptedNegotiation server =
        ScriptedNegotiation.offering("SCRAM-SHA-1", "SCRAM-SHA-256")
            .reply(scram::challenge)
            .reply(refusal("not-authorized"));
    AuthenticationException failure = fails(SASL, server, Reason.REFUSED);
    assertThat(failure.mechanism()).isEqualTo("SCRAM-SHA-256");
    assertThat(tried(server)).containsExactly("SCRAM-SHA-256");
  }

  @Test
  void never_turns_to_another_kind_of_mechanism() {
    Sasl sasl = SASL.allowPlain().or(Sasl.token("t")).or(Sasl.password("other"));
    ScriptedNegotiation server =
        ScriptedNegotiation.offering("SCRAM-SHA-256", "PLAIN", "OAUTHBEARER")
            .reply(refusal("not-authorized"));
    fails(sasl, server, Reason.REFUSED);
    assertThat(tried(server)).containsExactly("SCRAM-SHA-256");
  }

  @Test
  void uses_the_same_password_or_none() {
    Sasl sasl = SASL.or(Sasl.password("other"));
    ScriptedNegotiation server =
        ScriptedNegotiation.offering("SCRAM-SHA-1").reply(refusal("not-authorized"));
    fails(sasl, server, Reason.REFUSED);
    assertThat(tried(server)).containsExactly("SCRAM-SHA-1");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "tls-exporter, SCRAM-SHA-512-PLUS SCRAM-SHA-256-PLUS",
    "tls-server-end-point, SCRAM-SHA-512-PLUS SCRAM-SHA-256-PLUS"
  })
  void remains_bound_to_the_connection(String type, String expected) {
    ScriptedNegotiation server =
        ScriptedNegotiation.listing(
                List.of(type),
                "SCRAM-SHA-256",
                "SCRAM-SHA-256-PLUS",
                "SCRAM-SHA-512",
                "SCRAM-SHA-512-PLUS")
            .bound(type, BINDING)
            .reply(refusal("malformed-request"))
            .reply(refusal("malformed-request"));
    AuthenticationException failure = fails(SASL, server, Reason.REFUSED);
    assertThat(tried(server)).containsExactly(expected.split(" "));
    assertThat(failure).hasMessageContaining("PasswordSasl.withoutChannelBinding");
  }

  @Test
  void does_not_trust_a_refusal_by_a_server_that_is_not_verified() {
    ScriptedNegotiation server =
        ScriptedNegotiation.offering("SCRAM-SHA-1", "SCRAM-SHA-256")
            .reply(refusal("not-authorized"));
    assertThat(
            Channels.failure(
                () -> new SaslAuthentication(SASL, false, Runnable::run).negotiate(server)))
        .isInstanceOf(AuthenticationException.class);
    assertThat(tried(server)).containsExactly("SCRAM-SHA-256");
    ScriptedNegotiation clear =
        ScriptedNegotiation.inClearOffering("SCRAM-SHA-1", "SCRAM-SHA-256")
            .reply(refusal("not-authorized"));
    fails(SASL, clear, Reason.REFUSED);
    assertThat(tried(clear)).containsExactly("SCRAM-SHA-256");
  }

  /** Some servers end the stream after a refusal. */
  @Test
  void reports_the_refusal_and_the_end_if_the_server_leaves_meanwhile() {
    TransportException closed =
        new TransportException(TransportException.Reason.CLOSED, "The server ended the stream");
    ScriptedNegotiation server =
        ScriptedNegotiation.offering("SCRAM-SHA-1", "SCRAM-SHA-256")
            .reply(refusal("not-authorized"))
            .breaks(closed);
    AuthenticationException failure = fails(SASL, server, Reason.REFUSED);
    assertThat(failure.mechanism()).isEqualTo("SCRAM-SHA-256");
    assertThat(failure)
        .hasCause(closed)
        .hasMessage(
            "The server refused to sign the user in by SCRAM-SHA-256: not-authorized “Incompatible"
                + " SCRAM methods”. SCRAM-SHA-1 was tried next, and the stream ended: The server"
                + " ended the stream");
    assertThat(failure.retryable()).as("the credentials may be right").isTrue();
  }

  @Test
  void reports_what_the_server_said_at_its_end_and_whether_a_retry_helps() {
    StreamException unknown =
        StreamException.byServer(StreamError.of(StreamError.Condition.HOST_UNKNOWN, null));
    ScriptedNegotiation server =
        ScriptedNegotiation.offering("SCRAM-SHA-1", "SCRAM-SHA-256", "SCRAM-SHA-512")
            .reply(refusal("malformed-request"))
            .reply(refusal("not-authorized"))
            .breaks(unknown);
    AuthenticationException failure = fails(SASL, server, Reason.REFUSED);
    assertThat(failure.mechanism()).isEqualTo("SCRAM-SHA-256");
    assertThat(failure).hasMessageContainingAll("SCRAM-SHA-1 was tried next", "host-unknown");
    assertThat(failure.retryable()).isEqualTo(unknown.retryable());
  }

  @Test
  void reports_the_end_of_the_attempt_as_such() {
    CancellationException over = new CancellationException("The attempt was given up");
    ScriptedNegotiation server =
        ScriptedNegotiation.offering("SCRAM-SHA-1", "SCRAM-SHA-256")
            .reply(refusal("not-authorized"))
            .breaks(over);
    assertThat(
            Channels.failure(
                () -> new SaslAuthentication(SASL, true, Runnable::run).negotiate(server)))
        .asInstanceOf(type(CancellationException.class))
        .isSameAs(over);
  }
}
