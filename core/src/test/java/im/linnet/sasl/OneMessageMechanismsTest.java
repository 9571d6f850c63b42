package im.linnet.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import im.linnet.endpoint.Endpoint;
import im.linnet.failure.AuthenticationException;
import im.linnet.failure.AuthenticationException.Reason;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PLAIN, EXTERNAL, ANONYMOUS and OAUTHBEARER, byte by byte. */
class OneMessageMechanismsTest {

  /** Where OAUTHBEARER says that it connected to. */
  private static final String PLACE = "\1host=server.example.com\1port=5222\1";

  private static SaslExchange start(Sasl sasl, SaslChannel channel) {
    return sasl.select(channel).start(channel);
  }

  private static String first(SaslExchange exchange) {
    Optional<byte[]> message = exchange.initialResponse().toCompletableFuture().join();
    return message.map(bytes -> new String(bytes, UTF_8)).orElse("none");
  }

  private static void assertCredentials(Throwable failure) {
    assertThat(failure)
        .asInstanceOf(type(AuthenticationException.class))
        .returns(Reason.CREDENTIALS, AuthenticationException::reason);
  }

  @Test
  void plain_has_no_authzid_and_takes_the_local_part() {
    Sasl sasl = Sasl.password("pässword").allowPlain();
    assertThat(first(start(sasl, Channels.secure("PLAIN")))).isEqualTo("\0user\0pässword");
    assertThat(first(start(Sasl.password("x").user("tim").allowPlain(), Channels.secure("PLAIN"))))
        .isEqualTo("\0tim\0x");
  }

  @Test
  void plain_without_a_user_name_says_what_to_do() {
    SaslChannel channel = Channels.of("example.com", Channels.tls(), Channels.PLACE, "PLAIN");
    Throwable failure =
        Channels.failure(start(Sasl.password("x").allowPlain(), channel)::initialResponse);
    assertCredentials(failure);
    assertThat(failure).hasMessageContaining("user(name)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\0b", "\0", "a\uD800"})
  void plain_refuses_what_it_cannot_carry(String secret) {
    Sasl password = Sasl.password(secret).allowPlain();
    Sasl user = Sasl.password("x").user(secret).allowPlain();
    SaslChannel channel = Channels.secure("PLAIN");
    assertCredentials(Channels.failure(start(password, channel)::initialResponse));
    assertCredentials(Channels.failure(start(user, channel)::initialResponse));
  }

  @Test
  @DisplayName("A26 the password is wiped after use")
  void plain_wipes_the_password() {
    AtomicReference<char[]> given = new AtomicReference<>();
    Sasl sasl = Sasl.password(() -> given.updateAndGet(old -> "pencil".toCharArray())).allowPlain();
    assertThat(first(start(sasl, Channels.secure("PLAIN")))).endsWith("pencil");
    assertThat(given.get()).containsOnly('\0');
  }

  @Test
  void external_names_an_identity_or_leaves_it_to_the_server() {
    SaslChannel channel = Channels.certified("EXTERNAL");
    assertThat(first(start(Sasl.external(), channel))).isEmpty();
    assertThat(first(start(Sasl.external("us\u00E9r@example.com"), channel)))
        .isEqualTo("us\u00E9r@example.com");
  }

  @Test
  void anonymous_leaves_no_trace() {
    assertThat(first(start(Sasl.anonymous(), Channels.secure("ANONYMOUS")))).isEmpty();
  }

  @Test
  void a_challenge_to_one_message_is_malformed() {
    for (Sasl sasl :
        new Sasl[] {Sasl.external(), Sasl.anonymous(), Sasl.password("x").allowPlain()}) {
      SaslExchange exchange = start(sasl, Channels.certified("EXTERNAL", "ANONYMOUS", "PLAIN"));
      assertThat(Channels.failure(() -> exchange.respond(new byte[0])))
          .asInstanceOf(type(AuthenticationException.class))
          .returns(Reason.MALFORMED, AuthenticationException::reason);
    }
  }

  @Test
  @DisplayName("scenario 51: OAUTHBEARER, RFC 7628 section 4.1")
  void oauthbearer_is_byte_exact() {
    String token = "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==";
    SaslChannel channel =
        Channels.of(
            "user@example.com",
            Channels.tls(),
            Endpoint.startTls("server.example.com", 143),
            "OAUTHBEARER");
    assertThat(first(start(Sasl.token(token), channel)))
        .isEqualTo(
            "n,a=user@example.com,\1host=server.example.com\1port=143\1auth=Bearer "
                + token
                + "\1\1");
  }

  @Test
  void oauthbearer_names_no_port_where_there_is_none() {
    SaslChannel channel =
        Channels.of(
            "user@example.com",
            Channels.tls(),
            Endpoint.at(URI.create("memory://server")),
            "OAUTHBEARER");
    assertThat(first(start(Sasl.token("t"), channel)))
        .isEqualTo("n,a=user@example.com,\1host=server\1auth=Bearer t\1\1");
  }

  @Test
  void oauthbearer_escapes_the_identity_or_leaves_it_out() {
    SaslChannel odd =
        Channels.of("a=b,c@example.com/r", Channels.tls(), Channels.PLACE, "OAUTHBEARER");
    assertThat(first(start(Sasl.token("t"), odd)))
        .isEqualTo("n,a=a=3Db=2Cc@example.com," + PLACE + "auth=Bearer t\1\1");
    SaslChannel none = Channels.of("example.com", Channels.tls(), Channels.PLACE, "OAUTHBEARER");
    assertThat(first(start(Sasl.token("t"), none))).isEqualTo("n,," + PLACE + "auth=Bearer t\1\1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\1b", "a b", "a\nb", "tök"})
  void oauthbearer_refuses_a_token_that_could_forge_a_field(String token) {
    SaslExchange exchange = start(Sasl.token(token), Channels.secure("OAUTHBEARER"));
    Throwable failure = Channels.failure(exchange::initialResponse);
    assertCredentials(failure);
    assertThat(failure.getMessage()).doesNotContain("tök").doesNotContain("a b");
  }

  @Test
  void oauthbearer_takes_each_printable_character() {
    assertThat(first(start(Sasl.token("!a~"), Channels.secure("OAUTHBEARER"))))
        .contains("\1auth=Bearer !a~\1");
  }

  @Test
  @DisplayName("scenario 51: OAUTHBEARER error challenge")
  void oauthbearer_lets_the_server_fail_once() {
    SaslExchange exchange = start(Sasl.token("t"), Channels.secure("OAUTHBEARER"));
    assertThat(first(exchange)).isNotEmpty();
    assertThat(exchange.refusalDetails()).isNull();
    byte[] json = "{\"status\":\"invalid_token\"}".getBytes(UTF_8);
    assertThat(exchange.respond(json).toCompletableFuture().join()).containsExactly(1);
    assertThat(exchange.refusalDetails()).isEqualTo("{\"status\":\"invalid_token\"}");
    assertThat(Channels.failure(() -> exchange.respond(json)))
        .isInstanceOf(AuthenticationException.class);
    assertThatThrownBy(() -> exchange.succeeded(new byte[0]))
        .isInstanceOf(AuthenticationException.class);
  }

  @Test
  void oauthbearer_waits_for_its_token() {
    CompletableFuture<String> token = new CompletableFuture<>();
    SaslExchange exchange = start(Sasl.token(() -> token), Channels.secure("OAUTHBEARER"));
    CompletableFuture<Optional<byte[]>> message = exchange.initialResponse().toCompletableFuture();
    assertThat(message).isNotDone();
    token.complete("t");
    assertThat(message).isCompleted();
  }
}
