package im.linnet.sasl;

import static im.linnet.sasl.BoundChannel.END_POINT;
import static im.linnet.sasl.BoundChannel.EXPORTER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import im.linnet.failure.AuthenticationException;
import im.linnet.failure.AuthenticationException.Reason;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The values were computed by another implementation of HMAC. */
@Timeout(120)
class HashedTokenTest {

  private static final String TOKEN = "secret-token:fast-Y2xpZW50";
  private static final String RESPONDER_256 =
      "08548deaeec251072678303b543f270136f937615e188daa9da273a709c27140";
  private static final List<String> ALL =
      List.of(
          "HT-SHA-256-NONE",
          "HT-SHA-256-UNIQ",
          "HT-SHA-256-ENDP",
          "HT-SHA-256-EXPR",
          "HT-SHA-512-NONE",
          "HT-SHA-512-UNIQ",
          "HT-SHA-512-ENDP",
          "HT-SHA-512-EXPR",
          "HT-SHA3-512-EXPR");

  private static BoundChannel channel() {
    return BoundChannel.offering().having(EXPORTER, END_POINT);
  }

  private static SaslExchange exchange(String mechanism, SaslChannel channel) {
    return HashedToken.of(mechanism, TOKEN, "juliét").start(channel);
  }

  private static byte[] first(SaslExchange exchange) {
    return exchange.initialResponse().toCompletableFuture().join().orElseThrow();
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "HT-SHA-256-NONE, 7a71d862242a393fcaaba0d1f8c9774d84a7cae9e258640b19372bc58f44a997,"
        + " 16028002ac89185ebdf45448a19067583dd8aa70ee7cacd0d3094425d22d9636",
    "HT-SHA-256-EXPR, 36084ef62f295d28609544d015631ed660c6d33228983013b1c9336c17380771, "
        + RESPONDER_256,
    "HT-SHA-512-EXPR,"
        + " 69de274af1165948f38600aa1635e6251ecd35942dcc6f903a2ee20964f3a0c01468a7610b9db504"
        + "d7d40e21994a6d81530268a92f3ad9f07fa738bb1e1080f4,"
        + " 82d2bc6ea76a20eb947a6297b6ca5e13af8e918a5181a1d91fb6b76402fdf220930d7ed0fe710fc7"
        + "414742ba259967afc6f9fc9ed4c33cbd96f4bd182aa545a3"
  })
  void proves_the_token_and_has_it_proved(String mechanism, String initiator, String responder) {
    SaslExchange exchange = exchange(mechanism, channel());
    byte[] message = first(exchange);
    byte[] name = "juliét\0".getBytes(UTF_8);
    assertThat(message).startsWith(name).endsWith(bytes(initiator));
    assertThat(message).hasSize(name.length + initiator.length() / 2);
    exchange.succeeded(bytes(responder));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\0juliet", "jul\0iet"})
  void refuses_a_user_that_it_can_not_carry(String user) {
    assertThatThrownBy(() -> HashedToken.of("HT-SHA-256-NONE", TOKEN, user))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void binds_to_the_certificate_by_the_data_of_that_type() {
    SaslChannel swapped = channel().having(END_POINT, BoundChannel.data(EXPORTER));
    SaslExchange exchange = exchange("HT-SHA-256-ENDP", swapped);
    assertThat(first(exchange)).isEqualTo(first(exchange("HT-SHA-256-EXPR", channel())));
    exchange.succeeded(bytes(RESPONDER_256));
  }

  @ParameterizedTest(name = "“{0}”")
  @ValueSource(
      strings = {
        "",
        "00",
        // of the initiator
        "36084ef62f295d28609544d015631ed660c6d33228983013b1c9336c17380771",
        // without channel binding
        "16028002ac89185ebdf45448a19067583dd8aa70ee7cacd0d3094425d22d9636",
        // cut, and with a byte more
        "08548deaeec251072678303b543f270136f937615e188daa9da273a709c271",
        RESPONDER_256 + "00"
      })
  void refuses_a_server_that_does_not_prove_the_token(String responder) {
    SaslExchange exchange = exchange("HT-SHA-256-EXPR", channel());
    first(exchange);
    assertUnproven(exchange, bytes(responder));
  }

  @Test
  void refuses_the_proof_of_another_connection() {
    byte[] other = new byte[32];
    SaslExchange exchange = exchange("HT-SHA-256-EXPR", channel().having(EXPORTER, other));
    first(exchange);
    assertUnproven(exchange, bytes(RESPONDER_256));
  }

  private static void assertUnproven(SaslExchange exchange, byte[] responder) {
    assertThatThrownBy(() -> exchange.succeeded(responder))
        .hasMessageContaining(responder.length == 0 ? "missing" : "wrong")
        .asInstanceOf(type(AuthenticationException.class))
        .returns(Reason.SERVER_UNPROVEN, AuthenticationException::reason);
  }

  @Test
  void has_no_challenges() {
    SaslExchange exchange = exchange("HT-SHA-256-NONE", channel());
    first(exchange);
    assertThat(Channels.failure(() -> exchange.respond(new byte[] {1})))
        .asInstanceOf(type(AuthenticationException.class))
        .returns(Reason.MALFORMED, AuthenticationException::reason);
  }

  @Test
  void prefers_the_strongest_binding_and_then_the_strongest_hash() {
    assertThat(HashedToken.usable(channel(), ALL))
        .containsExactly(
            "HT-SHA-512-EXPR",
            "HT-SHA-256-EXPR",
            "HT-SHA-512-ENDP",
            "HT-SHA-256-ENDP",
            "HT-SHA-512-NONE",
            "HT-SHA-256-NONE");
    assertThat(HashedToken.usable(channel().having(END_POINT), ALL.subList(0, 4)))
        .containsExactly("HT-SHA-256-ENDP", "HT-SHA-256-NONE");
    assertThat(HashedToken.usable(channel(), List.of("HT-SHA-256-UNIQ", "ht-sha-256-none")))
        .isEmpty();
  }

  @Test
  void is_used_only_on_a_secure_connection_that_has_the_binding() {
    HashedToken bound = HashedToken.of("HT-SHA-256-EXPR", TOKEN, "juliet");
    HashedToken unbound = HashedToken.of("HT-SHA-256-NONE", TOKEN, "juliet");
    assertThat(bound.usableOn(channel())).isTrue();
    assertThat(bound.usableOn(channel().having(END_POINT))).isFalse();
    assertThat(bound.usableOn(channel().unverified())).isFalse();
    assertThat(unbound.usableOn(channel().having())).isTrue();
    assertThat(unbound.usableOn(channel().unverified())).isFalse();
    assertThat(unbound.usableOn(Channels.clear())).isFalse();
    assertThat(HashedToken.usable(channel().unverified(), ALL)).isEmpty();
  }

  @Test
  void fails_where_the_binding_is_gone() {
    HashedToken bound = HashedToken.of("HT-SHA-256-EXPR", TOKEN, "juliet");
    assertThatThrownBy(() -> bound.start(channel().having()))
        .asInstanceOf(type(AuthenticationException.class))
        .returns(Reason.CREDENTIALS, AuthenticationException::reason);
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource({
    "HT-SHA-256-UNIQ, token, user",
    "HT-SHA-1-NONE, token, user",
    "HT-SHA-256, token, user",
    "SCRAM-SHA-256, token, user",
    "'', token, user",
    "HT-SHA-256-NONE, '', user",
    "HT-SHA-256-NONE, token, ''"
  })
  void refuses_what_it_cannot_do(String mechanism, String token, String user) {
    assertThatIllegalArgumentException().isThrownBy(() -> HashedToken.of(mechanism, token, user));
  }

  @Test
  void refuses_a_name_that_would_end_early() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HashedToken.of("HT-SHA-256-NONE", TOKEN, "a\0b"));
  }

  @Test
  void never_shows_the_token() {
    HashedToken mechanism = HashedToken.of("HT-SHA-256-NONE", TOKEN, "juliet");
    assertThat(mechanism).hasToString("HT-SHA-256-NONE");
    assertThat(mechanism.start(channel()).toString()).doesNotContain(TOKEN);
  }
}
