package im.linnet.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import im.linnet.failure.AuthenticationException;
import im.linnet.failure.AuthenticationException.Reason;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SaslTest {

  private static AbstractThrowableAssert<?, ?> refusal(Sasl sasl, SaslChannel channel) {
    return refusal(sasl, channel, false);
  }

  private static AbstractThrowableAssert<?, ?> refusal(
      Sasl sasl, SaslChannel channel, boolean retryable) {
    return Assertions.assertThatThrownBy(() -> sasl.select(channel))
        .isInstanceOf(AuthenticationException.class)
        .satisfies(
            e ->
                assertThat(e)
                    .asInstanceOf(type(AuthenticationException.class))
                    .returns(Reason.NO_MECHANISM, AuthenticationException::reason)
                    .returns(retryable, AuthenticationException::retryable));
  }

  @Test
  void prefers_by_its_own_order_and_not_the_servers() {
    Sasl sasl = Sasl.password("pencil");
    assertThat(sasl.select(Channels.secure("PLAIN", "SCRAM-SHA-1", "SCRAM-SHA-256")).name())
        .isEqualTo("SCRAM-SHA-256");
    assertThat(sasl.mechanisms())
        .extracting(SaslMechanism::name)
        .containsExactly(
            "SCRAM-SHA-512-PLUS",
            "SCRAM-SHA-256-PLUS",
            "SCRAM-SHA-1-PLUS",
            "SCRAM-SHA-512",
            "SCRAM-SHA-256",
            "SCRAM-SHA-1");
  }

  @Test
  void finds_none_where_there_is_none() {
    assertThat(Sasl.none().mechanisms()).isEmpty();
    refusal(Sasl.none(), Channels.secure("PLAIN"), false)
        .hasMessageContaining(
            "The server offers PLAIN and this client would sign in by no mechanism");
  }

  @Test
  void falls_back_to_the_others_only_where_none_is_offered() {
    Sasl sasl = Sasl.external().or(Sasl.password("pencil").allowPlain());
    assertThat(sasl.select(Channels.certified("PLAIN", "EXTERNAL")).name()).isEqualTo("EXTERNAL");
    assertThat(sasl.select(Channels.certified("PLAIN")).name()).isEqualTo("PLAIN");
  }

  @Test
  void uses_external_only_where_a_certificate_was_shown() {
    Sasl both = Sasl.external().or(Sasl.password("pencil"));
    SaslChannel without = Channels.secure("EXTERNAL", "SCRAM-SHA-256");
    assertThat(both.select(without).name()).isEqualTo("SCRAM-SHA-256");
    refusal(Sasl.external("juliet@example.com"), without)
        .hasMessageContaining("EXTERNAL needs a client certificate")
        .hasMessageContaining("TlsPolicy.Builder.clientCertificate");
  }

  @Test
  @DisplayName("A01 only PLAIN offered, PLAIN not enabled")
  void refuses_plain_that_is_not_allowed() {
    refusal(Sasl.password("pencil"), Channels.secure("DIGEST-MD5", "PLAIN"))
        .hasMessage(
            "The server offers DIGEST-MD5, PLAIN and this client would sign in by"
                + " SCRAM-SHA-512-PLUS, SCRAM-SHA-256-PLUS, SCRAM-SHA-1-PLUS, SCRAM-SHA-512,"
                + " SCRAM-SHA-256, SCRAM-SHA-1: if the server may see the password, try"
                + " allowPlain()");
  }

  @Test
  @DisplayName("A02 PLAIN enabled but no TLS")
  void never_uses_plain_in_clear_text() {
    Sasl sasl =
        Sasl.password(
                () -> {
                  throw new AssertionError("the password was asked for");
                })
            .allowPlain();
    refusal(sasl, Channels.clear("PLAIN")).hasMessageContaining("PLAIN is not used without TLS");
  }

  @Test
  void uses_tokens_and_certificates_only_under_tls() {
    refusal(Sasl.token("abc"), Channels.clear("OAUTHBEARER"));
    refusal(Sasl.external(), Channels.clear("EXTERNAL"));
    assertThat(Sasl.anonymous().select(Channels.clear("ANONYMOUS")).name()).isEqualTo("ANONYMOUS");
  }

  @Test
  void sends_no_secret_to_a_server_that_was_not_verified() {
    for (Sasl secret : List.of(Sasl.password("pencil").allowPlain(), Sasl.token("abc"))) {
      refusal(secret, Channels.unverified("PLAIN", "OAUTHBEARER"))
          .hasMessageContaining("sends a secret")
          .hasMessageContaining("TlsPolicy.Builder.trust");
    }
    String[] others = {"SCRAM-SHA-256", "EXTERNAL", "ANONYMOUS"};
    for (Sasl sasl : List.of(Sasl.password("pencil"), Sasl.external(), Sasl.anonymous())) {
      assertThat(others).contains(sasl.select(Channels.unverifiedButCertified(others)).name());
    }
  }

  @Test
  @DisplayName("A04 no mechanisms at all")
  void says_that_nothing_is_offered() {
    refusal(Sasl.password("pencil"), Channels.secure(), true)
        .hasMessageContaining("offers no mechanism")
        .hasMessageContaining("TLS first?");
  }

  @Test
  @DisplayName("A04 many and long names")
  void keeps_the_message_short() {
    String[] many =
        IntStream.range(0, 200).mapToObj(i -> i + "X".repeat(60)).toArray(String[]::new);
    refusal(Sasl.token("abc"), Channels.secure(many))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(600).contains("… and more"));
  }

  @Test
  @DisplayName("A04 lower case is another name")
  void compares_names_exactly() {
    refusal(Sasl.password("pencil"), Channels.secure("scram-sha-1"));
  }

  @Test
  void never_shows_a_secret() {
    Sasl sasl =
        Sasl.password("pencil")
            .user("juliet")
            .allowPlain()
            .or(Sasl.token("s3cret"))
            .or(Sasl.external());
    assertThat(sasl + " " + sasl.mechanisms())
        .contains("PLAIN", "OAUTHBEARER", "EXTERNAL")
        .doesNotContain("pencil")
        .doesNotContain("juliet")
        .doesNotContain("s3cret");
    for (SaslMechanism mechanism : sasl.mechanisms()) {
      assertThat(mechanism.start(Channels.secure()).toString())
          .doesNotContain("pencil")
          .doesNotContain("s3cret");
    }
  }

  @Test
  void refuses_settings_that_make_no_sense() {
    assertThatIllegalArgumentException().isThrownBy(() -> Sasl.password(""));
    assertThatIllegalArgumentException().isThrownBy(() -> Sasl.password("x").user(""));
    assertThatIllegalArgumentException().isThrownBy(() -> Sasl.password("x").maxIterations(4095));
    assertThatIllegalArgumentException().isThrownBy(() -> Sasl.external("a\0b"));
    assertThatIllegalArgumentException().isThrownBy(Sasl::of);
  }
}
