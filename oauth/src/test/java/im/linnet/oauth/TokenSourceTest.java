package im.linnet.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.failure.AuthenticationException;
import im.linnet.failure.TransportException;
import im.linnet.failure.XmppException;
import im.linnet.oauth.ConsentNeeded.Reason;
import im.linnet.test.Failures;
import im.linnet.test.FrozenClock;
import im.linnet.testkit.messenger.MessengerUser;
import im.linnet.testkit.messenger.TokenBook;
import im.linnet.testkit.messenger.oauth.Browser;
import im.linnet.testkit.messenger.oauth.OauthService;
import im.linnet.testkit.messenger.oauth.TokenAnswer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TokenSourceTest {

  private static final MessengerUser ALICE =
      new MessengerUser("00037ffe12345678", "alice@hotmail.com", "Alice", "");
  private static final Duration HOUR = Duration.ofHours(1);

  private final FrozenClock clock = new FrozenClock(Instant.parse("2012-05-01T12:00:00Z"));
  private final TokenBook book = new TokenBook(clock);
  private final OauthService oauth = OauthService.start("app", ALICE, book);
  private final TokenEndpoint endpoint =
      TokenEndpoint.of(
              OauthClient.of(
                  "app",
                  new OauthEndpoints(oauth.authorize(), oauth.token(), oauth.desktop()),
                  "wl.messenger",
                  "wl.offline_access"))
          .withClock(clock);
  private final TokenSource source = TokenSource.of(endpoint);
  private Tokens first = Tokens.builder("none", clock.instant()).build();

  @BeforeEach
  void consent() throws Exception {
    first = await(new CodeFlow(endpoint).run(new Browser()));
    await(source.accept(first));
  }

  @AfterEach
  void close() {
    oauth.close();
  }

  private static <T> T await(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  private static XmppException failure(CompletableFuture<?> future) throws Exception {
    return Failures.of(future, XmppException.class);
  }

  private static Reason consentNeeded(CompletableFuture<?> future) throws Exception {
    AuthenticationException failure = Failures.of(future, AuthenticationException.class);
    assertThat(failure.reason()).isEqualTo(AuthenticationException.Reason.CREDENTIALS);
    return Consents.of(failure).reason();
  }

  private int refreshes() {
    return oauth.requests().size() - 1;
  }

  @Test
  void gives_the_same_token_until_shortly_before_it_expires() throws Exception {
    assertThat(await(source.token())).isEqualTo(first.access());
    clock.advance(HOUR.minusMinutes(5).minusSeconds(1));
    assertThat(await(source.token())).isEqualTo(first.access());
    assertThat(refreshes()).isZero();
    clock.advance(Duration.ofSeconds(1));
    String renewed = await(source.token());
    assertThat(renewed).isNotEqualTo(first.access());
    assertThat(book.holder(renewed)).isEqualTo(ALICE);
    assertThat(await(source.token())).isEqualTo(renewed);
    assertThat(refreshes()).isEqualTo(1);
  }

  @Test
  void uses_each_new_refresh_token() throws Exception {
    for (int i = 1; i <= 3; i++) {
      clock.advance(HOUR);
      await(source.token());
      assertThat(refreshes()).isEqualTo(i);
    }
    assertThat(oauth.requests().stream().skip(1).map(form -> form.get("refresh_token")))
        .doesNotHaveDuplicates();
  }

  @Test
  void keeps_the_refresh_token_where_there_is_no_new_one() throws Exception {
    oauth.answer(TokenAnswer.NO_NEW_REFRESH_TOKEN);
    for (int i = 1; i <= 2; i++) {
      clock.advance(HOUR);
      await(source.token());
    }
    assertThat(oauth.requests().stream().skip(1).map(form -> form.get("refresh_token")))
        .hasSize(2)
        .containsOnly(first.refresh());
  }

  @Test
  void refreshes_once_for_all_who_ask() throws Exception {
    clock.advance(HOUR);
    List<CompletableFuture<String>> tokens = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      tokens.add(CompletableFuture.supplyAsync(source::token).thenCompose(token -> token));
    }
    tokens.get(7).cancel(false);
    String token = await(tokens.get(0));
    for (int i = 0; i < 50; i++) {
      if (i != 7) {
        assertThat(await(tokens.get(i))).isEqualTo(token);
      }
    }
    assertThat(refreshes()).isEqualTo(1);
  }

  @Test
  void refreshes_a_refused_token_once_however_many_report_it() throws Exception {
    source.refused(first.access());
    source.refused("some other token");
    String second = await(source.token());
    assertThat(second).isNotEqualTo(first.access());
    source.refused(first.access());
    assertThat(await(source.token())).isEqualTo(second);
    assertThat(refreshes()).isEqualTo(1);
  }

  @Test
  void never_refreshes_in_a_loop() throws Exception {
    source.refused(first.access());
    source.refused(await(source.token()));
    for (int i = 0; i < 3; i++) {
      assertThat(consentNeeded(source.token())).isEqualTo(Reason.REFUSED_AFRESH);
    }
    assertThat(refreshes()).isEqualTo(1);

    await(source.accept(first));
    assertThat(await(source.token())).isEqualTo(first.access());
  }

  @Test
  void refreshes_again_if_the_refreshed_token_was_good_meanwhile() throws Exception {
    source.refused(first.access());
    String second = await(source.token());
    source.accepted(second);
    source.refused(second);
    assertThat(await(source.token())).isNotEqualTo(second);
    assertThat(refreshes()).isEqualTo(2);
  }

  @Test
  void does_not_send_a_refused_refresh_token_again() throws Exception {
    oauth.revoke();
    clock.advance(HOUR);
    for (int i = 0; i < 3; i++) {
      assertThat(consentNeeded(source.token())).isEqualTo(Reason.REVOKED);
    }
    assertThat(refreshes()).isEqualTo(1);
  }

  @Test
  void needs_consent_without_refresh_token() throws Exception {
    Instant expires = clock.instant().plus(HOUR);
    await(source.accept(Tokens.builder("EwA=", expires).scopes(first.scopes()).build()));
    clock.advance(HOUR.minusSeconds(1));
    assertThat(await(source.token())).isEqualTo("EwA=");
    clock.advance(Duration.ofSeconds(1));
    assertThat(consentNeeded(source.token())).isEqualTo(Reason.NO_REFRESH_TOKEN);
    assertThat(consentNeeded(TokenSource.of(endpoint).token())).isEqualTo(Reason.NEVER_GIVEN);
    assertThat(refreshes()).isZero();
  }

  @Test
  void goes_on_with_a_token_that_is_still_good_if_it_can_not_be_refreshed() throws Exception {
    oauth.answer(TokenAnswer.OUT_OF_ORDER);
    clock.advance(HOUR.minusMinutes(1));
    assertThat(await(source.token())).isEqualTo(first.access());
    assertThat(refreshes()).isEqualTo(1);

    clock.advance(Duration.ofMinutes(1));
    assertThat(failure(source.token())).isInstanceOf(TransportException.class);
    oauth.answer(TokenAnswer.AS_TRACED);
    assertThat(await(source.token())).isNotEqualTo(first.access());
  }

  @Test
  void does_not_take_another_error_for_want_of_consent() throws Exception {
    oauth.answer(TokenAnswer.INVALID_CLIENT);
    clock.advance(HOUR);
    XmppException failure = failure(source.token());
    assertThat(ConsentNeeded.in(failure)).isNull();
    assertThat(failure).isInstanceOf(AuthenticationException.class);
    assertThat(failure).hasMessageContaining("invalid_client");
  }

  @Test
  void keeps_what_was_refreshed_for_the_next_start(@TempDir Path directory) throws Exception {
    TokenStore file = new TokenFile(directory.resolve("tokens.json"));
    TokenSource before = TokenSource.builder(endpoint).store(file).build();
    await(before.accept(first));
    clock.advance(HOUR);
    String renewed = await(before.token());

    TokenSource after = TokenSource.builder(endpoint).store(file).build();
    assertThat(await(after.token())).isEqualTo(renewed);
    clock.advance(HOUR);
    await(after.token());
    assertThat(refreshes()).isEqualTo(2);
  }

  @Test
  void says_when_the_store_fails() throws Exception {
    TokenSource broken = TokenSource.builder(endpoint).store(new BrokenStore()).build();
    assertThat(failure(broken.token())).hasRootCauseMessage("no load");
    assertThat(failure(broken.accept(first))).hasRootCauseMessage("no save");
    assertThat(await(broken.token())).isEqualTo(first.access());
    clock.advance(HOUR);
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    PrintStream usual = System.err;
    System.setErr(new PrintStream(log, true, UTF_8));
    try {
      String renewed = await(broken.token());
      assertThat(renewed).isNotEqualTo(first.access());
      assertThat(log.toString(UTF_8)).contains("not saved").doesNotContain(renewed.substring(0, 9));
    } finally {
      System.setErr(usual);
    }
  }

  @Test
  void shows_no_token() {
    assertThat(source.toString()).contains("expires=").doesNotContain(first.access());
    assertThat(TokenSource.of(endpoint)).hasToString("TokenSource[no tokens]");
  }

  /** Fails on every call. */
  private static final class BrokenStore implements TokenStore {

    @Override
    public @Nullable Tokens load() throws IOException {
      throw new IOException("no load");
    }

    @Override
    public void save(Tokens tokens) throws IOException {
      throw new IOException("no save");
    }
  }
}
