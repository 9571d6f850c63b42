package im.linnet.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.failure.AuthenticationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the messages of a failed sign-in advise, done as they say it: it must help. */
class SaslRemediesTest {

  private static final PasswordSasl PASSWORD = Sasl.password("pencil");

  private static String advice(Sasl sasl, SaslChannel channel) {
    Throwable failure =
        Channels.failure(() -> CompletableFuture.completedStage(sasl.select(channel)));
    assertThat(failure).isInstanceOf(AuthenticationException.class);
    return ((AuthenticationException) failure).words();
  }

  @Test
  void plain_is_used_once_it_is_allowed() {
    SaslChannel channel = Channels.secure("PLAIN");
    assertThat(advice(PASSWORD, channel)).contains("try allowPlain()");
    assertThat(PASSWORD.allowPlain().select(channel).name()).isEqualTo("PLAIN");
  }

  @Test
  void a_mechanism_that_wants_tls_is_used_with_it() {
    for (Sasl sasl : new Sasl[] {PASSWORD.allowPlain(), Sasl.token("t"), Sasl.external()}) {
      String[] offered = {"PLAIN", "OAUTHBEARER", "EXTERNAL"};
      assertThat(advice(sasl, Channels.clear(offered))).contains("try a connection with it");
      assertThat(offered).contains(sasl.select(Channels.certified(offered)).name());
    }
  }

  @Test
  void a_mechanism_that_sends_a_secret_is_used_with_a_server_that_is_verified() {
    SaslChannel unverified = Channels.unverified("PLAIN");
    assertThat(advice(PASSWORD.allowPlain(), unverified)).contains("have it verified");
    assertThat(PASSWORD.allowPlain().select(Channels.secure("PLAIN")).name()).isEqualTo("PLAIN");
  }

  @Test
  void a_mechanism_that_is_offered_is_used() {
    SaslChannel channel = Channels.secure("ANONYMOUS");
    assertThat(advice(Sasl.external(), channel)).contains("try Sasl with a mechanism that is");
    assertThat(Sasl.external().or(Sasl.anonymous()).select(channel).name()).isEqualTo("ANONYMOUS");
  }

  @Test
  void a_user_name_is_given_where_the_account_has_none() {
    SaslChannel channel = Channels.of("example.com", Channels.tls(), Channels.PLACE, "SCRAM-SHA-1");
    assertThat(Channels.failure(() -> PASSWORD.select(channel).start(channel).initialResponse()))
        .hasMessageContaining("try user(name)");
    Sasl named = PASSWORD.user("juliet");
    assertThat(named.select(channel).start(channel).initialResponse()).isCompleted();
  }

  @Test
  void more_iterations_are_computed_once_they_are_allowed() {
    assertThat(Channels.failure(() -> demanded(PASSWORD.maxIterations(5000), 5001)))
        .hasMessageContaining("raise PasswordSasl.maxIterations");
    assertThat(demanded(PASSWORD.maxIterations(5001), 5001))
        .succeedsWithin(10, TimeUnit.SECONDS)
        .satisfies(response -> assertThat(new String(response, UTF_8)).startsWith("c=biws,r="));
  }

  /** What is sent to a server that demands so many. */
  private static CompletableFuture<byte[]> demanded(Sasl sasl, int iterations) {
    SaslChannel channel = Channels.secure("SCRAM-SHA-1");
    SaslExchange exchange = sasl.select(channel).start(channel);
    byte[] first = exchange.initialResponse().toCompletableFuture().join().orElseThrow();
    String bare = new String(first, UTF_8);
    String challenge =
        "r=%smore,s=AQIDBA==,i=%d".formatted(bare.substring(bare.indexOf(",r=") + 3), iterations);
    return exchange.respond(challenge.getBytes(UTF_8)).toCompletableFuture();
  }
}
