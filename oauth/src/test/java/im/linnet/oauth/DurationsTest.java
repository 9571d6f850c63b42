package im.linnet.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.testkit.messenger.MessengerUser;
import im.linnet.testkit.messenger.TokenBook;
import im.linnet.testkit.messenger.oauth.Browser;
import im.linnet.testkit.messenger.oauth.OauthService;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every duration that a user can set here, at the ends of its range. */
@Timeout(120)
class DurationsTest {

  private static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();

  private final OauthService oauth =
      OauthService.start(
          "app",
          new MessengerUser("00037ffe12345678", "alice@hotmail.com", "Alice", ""),
          new TokenBook(Clock.systemUTC()));
  private final TokenEndpoint endpoint =
      TokenEndpoint.of(
          OauthClient.of(
              "app",
              new OauthEndpoints(oauth.authorize(), oauth.token(), oauth.desktop()),
              "wl.messenger",
              "wl.offline_access"));
  private final TokenSource.Builder source = TokenSource.builder(endpoint);

  @AfterEach
  void close() {
    oauth.close();
  }

  @Test
  void limits_are_above_zero() {
    for (Consumer<Duration> setter :
        List.<Consumer<Duration>>of(endpoint::withLimit, new CodeFlow(endpoint)::withLimit)) {
      assertRefused(setter, Duration.ZERO);
      assertRefused(setter, Duration.ofNanos(-1));
      assertThatCode(() -> setter.accept(FOREVER)).doesNotThrowAnyException();
    }
  }

  @Test
  void a_skew_may_be_zero() {
    assertRefused(source::skew, Duration.ofNanos(-1));
    assertThatCode(() -> source.skew(Duration.ZERO).skew(FOREVER)).doesNotThrowAnyException();
  }

  private static void assertRefused(Consumer<Duration> setter, Duration value) {
    assertThatThrownBy(() -> setter.accept(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(value.toString())
        .hasMessageContaining("(expected: ");
  }

  @Test
  void tokens_are_had_without_any_limit() throws Exception {
    TokenEndpoint endless = endpoint.withLimit(FOREVER);
    Tokens given = await(new CodeFlow(endless).withLimit(FOREVER).run(new Browser()));
    TokenSource always = TokenSource.builder(endless).skew(FOREVER).build();
    await(always.accept(given));
    assertThat(await(always.token()))
        .as("refreshed, whatever is left")
        .isNotEqualTo(given.access());
  }

  private static <T> T await(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }
}
