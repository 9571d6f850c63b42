package im.linnet.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A provider learns what became of its token. */
class TokenExchangeTest {

  private final List<String> told = new ArrayList<>();

  private final TokenProvider provider =
      new TokenProvider() {
        @Override
        public CompletionStage<String> token() {
          return CompletableFuture.completedStage("token");
        }

        @Override
        public void accepted(String token) {
          told.add("accepted " + token);
        }

        @Override
        public void refused(String token) {
          told.add("refused " + token);
        }

        @Override
        public boolean renews() {
          return true;
        }
      };

  private final TokenExchange exchange =
      new TokenExchange(provider, token -> ("the " + token).getBytes(UTF_8));

  private void begin(SaslExchange begun) {
    assertThat(begun.initialResponse().toCompletableFuture().join()).isPresent();
  }

  @Test
  void sends_a_message_with_the_token() {
    assertThat(exchange.initialResponse().toCompletableFuture().join())
        .hasValueSatisfying(message -> assertThat(message).asString(UTF_8).isEqualTo("the token"));
  }

  @Test
  void tells_that_it_was_accepted() {
    begin(exchange);
    exchange.succeeded(new byte[0]);
    assertThat(told).containsExactly("accepted token");
  }

  @ParameterizedTest
  @ValueSource(strings = {"not-authorized", "credentials-expired"})
  void tells_that_it_was_refused(String condition) {
    begin(exchange);
    exchange.refused(condition);
    assertThat(told).containsExactly("refused token");
  }

  @Test
  void tells_nothing_of_a_refusal_for_another_reason() {
    begin(exchange);
    exchange.refused("temporary-auth-failure");
    assertThat(told).isEmpty();
  }

  @Test
  void tells_nothing_of_a_token_that_was_not_given_or_is_forgotten() {
    exchange.succeeded(new byte[0]);
    exchange.refused("not-authorized");
    begin(exchange);
    exchange.close();
    exchange.succeeded(new byte[0]);
    exchange.refused("not-authorized");
    assertThat(told).isEmpty();
  }

  @Test
  void oauthbearer_tells_its_provider() {
    SaslChannel channel = Channels.secure("OAUTHBEARER");
    SaslMechanism mechanism = Sasl.token(provider).select(channel);
    assertThat(mechanism.renewsCredentials()).isTrue();
    SaslExchange accepted = mechanism.start(channel);
    begin(accepted);
    accepted.succeeded(new byte[0]);
    SaslExchange refused = mechanism.start(channel);
    begin(refused);
    refused.refused("not-authorized");
    SaslExchange closed = mechanism.start(channel);
    begin(closed);
    closed.close();
    closed.succeeded(new byte[0]);
    assertThat(told).containsExactly("accepted token", "refused token");
  }

  @Test
  void a_token_that_never_changes_is_not_renewed() {
    SaslChannel channel = Channels.secure("OAUTHBEARER");
    SaslMechanism mechanism = Sasl.token(TokenProvider.of("token")).select(channel);
    assertThat(mechanism.renewsCredentials()).isFalse();
  }
}
