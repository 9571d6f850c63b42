package im.linnet.internal.steps;

import static im.linnet.internal.steps.SaslLogin.base64;
import static im.linnet.internal.steps.SaslLogin.fails;
import static im.linnet.internal.steps.ScriptedNegotiation.NS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import im.linnet.failure.AuthenticationException;
import im.linnet.failure.AuthenticationException.Reason;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.sasl.Channels;
import im.linnet.sasl.Sasl;
import im.linnet.xml.Element;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that refuse the client, and servers that the client must refuse. */
@Timeout(120)
class SaslRefusalTest {

  private static final Element NOT_AUTHORIZED =
      Element.builder("failure", NS).child(Element.of("not-authorized", NS)).build();

  private final List<String> calls = new ArrayList<>();
  private final Sasl knock = Sasl.of(new Knock(calls));

  @Test
  @DisplayName("A20 a refusal is final: no weaker mechanism is tried")
  void never_tries_a_second_mechanism() {
    ScriptedNegotiation server =
        ScriptedNegotiation.offering("X-KNOCK", "PLAIN").reply(NOT_AUTHORIZED);
    Sasl sasl = knock.or(Sasl.password("pencil").allowPlain());
    AuthenticationException failure = fails(sasl, server, Reason.REFUSED);
    assertThat(failure.mechanism()).isEqualTo("X-KNOCK");
    assertThat(server.verbs()).containsExactly("auth");
    assertThat(calls).containsExactly("refused not-authorized", "close");
  }

  @ParameterizedTest(name = "A20 {0}")
  @ValueSource(
      strings = {
        "aborted",
        "account-disabled",
        "credentials-expired",
        "encryption-required",
        "incorrect-encoding",
        "invalid-authzid",
        "invalid-mechanism",
        "malformed-request",
        "mechanism-too-weak",
        "not-authorized",
        "temporary-auth-failure",
        "of-my-own"
      })
  void types_every_condition(String condition) {
    Element refusal =
        Element.builder("failure", NS)
            .child(Element.of("more", "urn:x"))
            .child(Element.builder("text", NS).lang("fr").text("non").build())
            .child(Element.of(condition, NS))
            .build();
    AuthenticationException failure =
        fails(knock, ScriptedNegotiation.offering("X-KNOCK").reply(refusal), Reason.REFUSED);
    assertThat(failure.condition()).isEqualTo(condition);
    assertThat(failure.text()).isEqualTo("non");
    assertThat(failure.lang()).isEqualTo("fr");
    assertThat(failure.retryable()).isEqualTo(condition.equals("temporary-auth-failure"));
    assertThat(failure).hasMessageContaining(condition).hasMessageContaining("“non”");
    assertThat(calls).containsExactly("refused " + condition, "close");
  }

  @Test
  @DisplayName("A20 refusals without condition and of great length")
  void survives_odd_refusals() {
    Element empty = Element.of("failure", NS);
    assertThat(
            fails(knock, ScriptedNegotiation.offering("X-KNOCK").reply(empty), Reason.REFUSED)
                .condition())
        .isEqualTo("undefined-condition");
    Element huge =
        Element.builder("failure", NS)
            .child(Element.of("x".repeat(100_000), NS))
            .child(Element.of("text", NS, "y".repeat(100_000)))
            .build();
    AuthenticationException failure =
        fails(knock, ScriptedNegotiation.offering("X-KNOCK").reply(huge), Reason.REFUSED);
    assertThat(failure.getMessage()).hasSizeLessThan(2000);
  }

  @ParameterizedTest(name = "A19 challenge “{0}”")
  @ValueSource(
      strings = {"=", "no!", "a2\nNv", " a2Nv", "a2Nv ", "a2N", "a2P=", "a2Nv====", "a-_v", "é"})
  void aborts_at_a_challenge_that_is_not_base64(String text) {
    ScriptedNegotiation server = ScriptedNegotiation.offering("X-KNOCK").challenge(text);
    assertThat(fails(knock, server, Reason.MALFORMED).mechanism()).isEqualTo("X-KNOCK");
    assertThat(server.verbs()).containsExactly("auth", "abort");
    assertThat(calls).containsExactly("close");
  }

  @Test
  @DisplayName("A19 challenge and success of 10 MB")
  void refuses_messages_without_measure() {
    String huge = "A".repeat(10 << 20);
    ScriptedNegotiation challenge = ScriptedNegotiation.offering("X-KNOCK").challenge(huge);
    fails(knock, challenge, Reason.MALFORMED);
    assertThat(challenge.verbs()).containsExactly("auth", "abort");
    ScriptedNegotiation success = ScriptedNegotiation.offering("X-KNOCK").success(huge);
    fails(knock, success, Reason.MALFORMED);
    assertThat(success.verbs()).containsExactly("auth");
  }

  @Test
  @DisplayName("A18 endless challenges")
  void gives_up_when_challenges_do_not_end() {
    ScriptedNegotiation server = ScriptedNegotiation.offering("X-KNOCK");
    for (int i = 0; i < 100; i++) {
      server.challenge("");
    }
    fails(knock, server, Reason.MALFORMED);
    assertThat(server.verbs()).hasSize(1 + 16 + 1).endsWith("response", "abort");
    assertThat(calls).endsWith("close").containsOnlyOnce("close");
  }

  @Test
  @DisplayName("A17 success before the server proved itself")
  void refuses_a_success_that_comes_too_early() {
    ScriptedNegotiation server = ScriptedNegotiation.offering("SCRAM-SHA-1").success("");
    AuthenticationException failure =
        fails(Sasl.password("pencil"), server, Reason.SERVER_UNPROVEN);
    assertThat(failure.mechanism()).isEqualTo("SCRAM-SHA-1");
    assertThat(server.verbs()).containsExactly("auth");
  }

  @Test
  void ends_the_stream_at_anything_else() {
    for (Element odd :
        List.of(
            Element.of("message", "jabber:client"),
            Element.of("proceed", NS),
            Element.of("success", "urn:xmpp:sasl:2"))) {
      ScriptedNegotiation server = ScriptedNegotiation.offering("X-KNOCK").reply(odd);
      assertThat(
              Channels.failure(
                  () -> new SaslAuthentication(knock, true, Runnable::run).negotiate(server)))
          .asInstanceOf(type(StreamException.class))
          .returns(StreamException.By.CLIENT, StreamException::by)
          .returns("bad-format", e -> e.error().conditionName());
      assertThat(server.verbs()).containsExactly("auth");
    }
  }

  @Test
  void passes_the_end_of_the_connection_on() {
    TransportException reset = new TransportException(TransportException.Reason.RESET, "gone");
    ScriptedNegotiation server = ScriptedNegotiation.offering("X-KNOCK").breaks(reset);
    assertThat(
            Channels.failure(
                () -> new SaslAuthentication(knock, true, Runnable::run).negotiate(server)))
        .isSameAs(reset);
    assertThat(server.verbs()).containsExactly("auth");
    assertThat(calls).containsExactly("close");
  }

  @Test
  @DisplayName("scenario 51: OAUTHBEARER error, AQ==, failure with its JSON")
  void exposes_what_the_mechanism_said_about_the_refusal() {
    String json = "{\"status\":\"invalid_token\",\"scope\":\"xmpp\"}";
    ScriptedNegotiation server =
        ScriptedNegotiation.offering("OAUTHBEARER").challenge(base64(json)).reply(NOT_AUTHORIZED);
    AuthenticationException failure = fails(Sasl.token("t"), server, Reason.REFUSED);
    assertThat(server.sent.get(0).text())
        .isEqualTo(
            base64("n,a=user@example.com,\1host=server.example.com\1port=5222\1auth=Bearer t\1\1"));
    assertThat(server.sent.get(1)).isEqualTo(Element.of("response", NS, "AQ=="));
    assertThat(failure.details()).isEqualTo(json);
    assertThat(failure).hasMessageNotContaining("xmpp");
  }

  @Test
  @DisplayName("A15 a server that does not know the password is not believed")
  void refuses_an_impostor() {
    ScramServer impostor = new ScramServer("guess", 4096);
    ScriptedNegotiation server =
        ScriptedNegotiation.offering("SCRAM-SHA-256")
            .reply(impostor::challenge)
            .reply(impostor::success);
    fails(Sasl.password("pencil"), server, Reason.SERVER_UNPROVEN);
    assertThat(server.verbs()).containsExactly("auth", "response");
  }
}
