package im.linnet.internal.steps;

import static im.linnet.internal.steps.SaslLogin.fails;
import static im.linnet.internal.steps.SaslLogin.succeeds;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.failure.AuthenticationException;
import im.linnet.failure.AuthenticationException.Reason;
import im.linnet.sasl.Sasl;
import im.linnet.xml.Element;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sign-ins that are bound to the TLS connection, with someone in between. */
@Timeout(120)
class BoundSignInTest {

  private static final String EXPORTER = "tls-exporter";
  private static final String END_POINT = "tls-server-end-point";
  private static final byte[] OURS = data(1);
  private static final byte[] THEIRS = data(2);
  private static final Sasl SASL = Sasl.password("pencil");

  /** The hash of SCRAM-SHA-256 and SCRAM-SHA-256-PLUS with tls-exporter (XEP-0474). */
  private static final String HASH = ",h=ZPXSpbcXdIpBZX1cJzOmiMSCpBmUcCHfhxOiocqtpac=";

  private static byte[] data(int filler) {
    byte[] data = new byte[32];
    Arrays.fill(data, (byte) filler);
    return data;
  }

  private static ScriptedNegotiation answering(ScriptedNegotiation server, ScramServer scram) {
    return server.reply(scram::challenge).reply(scram::verdict);
  }

  private static ScramServer scram() {
    return new ScramServer("pencil", 4096);
  }

  @ParameterizedTest
  @ValueSource(strings = {EXPORTER, END_POINT})
  void both_sides_have_the_same_connection(String type) {
    ScriptedNegotiation server =
        answering(
            ScriptedNegotiation.listing(List.of(type), "SCRAM-SHA-256", "SCRAM-SHA-256-PLUS")
                .bound(type, OURS),
            scram().bound(type, OURS));
    succeeds(SASL, server);
    assertThat(server.mechanism).isEqualTo("SCRAM-SHA-256-PLUS");
  }

  @Test
  void someone_relays_the_sign_in_to_another_connection() {
    ScriptedNegotiation server =
        answering(
            ScriptedNegotiation.listing(List.of(EXPORTER), "SCRAM-SHA-256", "SCRAM-SHA-256-PLUS")
                .bound(EXPORTER, OURS),
            scram().bound(EXPORTER, THEIRS));
    AuthenticationException failure = fails(SASL, server, Reason.REFUSED);
    assertThat(failure)
        .hasMessageContaining("TLS ends before the server, at an attacker or at a proxy");
    assertThat(server.verbs()).containsExactly("auth", "response");
  }

  @Test
  void someone_removes_every_trace_of_channel_binding() {
    ScriptedNegotiation server =
        answering(
            ScriptedNegotiation.offering("SCRAM-SHA-256").bound(EXPORTER, OURS),
            scram().bound(EXPORTER, THEIRS));
    fails(SASL, server, Reason.REFUSED);
  }

  @Test
  void someone_removes_the_mechanisms_with_channel_binding() {
    ScriptedNegotiation server =
        answering(
            ScriptedNegotiation.listing(List.of(EXPORTER), "SCRAM-SHA-256").bound(EXPORTER, OURS),
            scram().bound(EXPORTER, THEIRS));
    fails(SASL, server, Reason.REFUSED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tls-unique", "x-fake"})
  void someone_changes_the_types_and_the_hash_tells(String type) {
    ScriptedNegotiation server =
        answering(
            ScriptedNegotiation.listing(List.of(type), "SCRAM-SHA-256", "SCRAM-SHA-256-PLUS")
                .bound(EXPORTER, OURS),
            scram().bound(EXPORTER, THEIRS).adding(HASH));
    AuthenticationException failure = fails(SASL, server, Reason.DOWNGRADED);
    assertThat(failure.mechanism()).isEqualTo("SCRAM-SHA-256");
    assertThat(server.verbs()).containsExactly("auth", "abort");
  }

  @Test
  void someone_removes_the_hash_from_the_servers_message() {
    ScramServer scram = scram().bound(EXPORTER, OURS).adding(HASH);
    ScriptedNegotiation server =
        ScriptedNegotiation.listing(List.of(EXPORTER), "SCRAM-SHA-256", "SCRAM-SHA-256-PLUS")
            .bound(EXPORTER, OURS)
            .reply(auth -> without(scram.challenge(auth)))
            .reply(scram::verdict);
    fails(SASL, server, Reason.REFUSED);
  }

  private static Element without(Element challenge) {
    Base64.Decoder decoder = Base64.getDecoder();
    String text = new String(decoder.decode(challenge.text()), StandardCharsets.UTF_8);
    return Element.of(
        "challenge",
        ScriptedNegotiation.NS,
        SaslLogin.base64(text.substring(0, text.indexOf(",h="))));
  }

  @Test
  void nobody_changes_anything() {
    ScriptedNegotiation server =
        answering(
            ScriptedNegotiation.listing(List.of(EXPORTER), "SCRAM-SHA-256-PLUS", "SCRAM-SHA-256")
                .bound(END_POINT, OURS),
            scram().bound(EXPORTER, THEIRS).adding(HASH));
    succeeds(Sasl.password("pencil").requireDowngradeProtection(), server);
    assertThat(server.mechanism).isEqualTo("SCRAM-SHA-256");
  }

  /** A step may begin on the features of the last connection. */
  @Test
  void the_server_proves_what_it_offers_and_not_what_was_guessed() {
    ScriptedNegotiation server =
        ScriptedNegotiation.listing(List.of(), "SCRAM-SHA-256", "SCRAM-SHA-256-PLUS");
    ScriptedNegotiation real =
        ScriptedNegotiation.listing(List.of(EXPORTER), "SCRAM-SHA-256", "SCRAM-SHA-256-PLUS");
    ScramServer scram = scram().adding(HASH);
    server.reply(
        auth -> {
          server.offers(real.features());
          return scram.challenge(auth);
        });
    succeeds(Sasl.password("pencil").requireDowngradeProtection(), server.reply(scram::verdict));
  }

  @Test
  void the_user_forbids_channel_binding() {
    ScriptedNegotiation server =
        answering(
            ScriptedNegotiation.listing(List.of(EXPORTER), "SCRAM-SHA-256", "SCRAM-SHA-256-PLUS")
                .bound(EXPORTER, OURS),
            scram().bound(EXPORTER, THEIRS));
    succeeds(Sasl.password("pencil").withoutChannelBinding(), server);
    assertThat(server.mechanism).isEqualTo("SCRAM-SHA-256");
  }
}
