package im.linnet.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.failure.AuthenticationException;
import im.linnet.failure.TransportException;
import im.linnet.failure.XmppException;
import im.linnet.test.Failures;
import im.linnet.test.FrozenClock;
import im.linnet.testkit.messenger.MessengerUser;
import im.linnet.testkit.messenger.TokenBook;
import im.linnet.testkit.messenger.oauth.Browser;
import im.linnet.testkit.messenger.oauth.ConsentAnswer;
import im.linnet.testkit.messenger.oauth.OauthService;
import im.linnet.testkit.messenger.oauth.TokenAnswer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Follows the advice in the messages of this artifact: it must help. */
@Timeout(120)
class RemediesTest {

  private static final MessengerUser ALICE =
      new MessengerUser("00037ffe12345678", "alice@hotmail.com", "Alice", "");
  private static final Tokens KEPT =
      Tokens.builder("s3cret", Instant.parse("2012-05-01T13:00:00Z"))
          .scopes(Set.of("wl.messenger"))
          .build();

  private final FrozenClock clock = new FrozenClock(Instant.parse("2012-05-01T12:00:00Z"));
  private final TokenBook book = new TokenBook(clock);
  private final OauthService oauth = OauthService.start("app", ALICE, book);
  private final TokenEndpoint endpoint =
      endpoint(new OauthEndpoints(oauth.authorize(), oauth.token(), oauth.desktop()));

  @TempDir private Path folder;

  @AfterEach
  void close() {
    oauth.close();
  }

  private TokenEndpoint endpoint(OauthEndpoints endpoints) {
    return TokenEndpoint.of(OauthClient.of("app", endpoints, "wl.messenger", "wl.offline_access"))
        .withClock(clock);
  }

  private static <T> T await(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  private static String words(CompletableFuture<?> future, Class<? extends XmppException> type)
      throws Exception {
    return Failures.of(future, type).words();
  }

  private void consent(TokenSource source) throws Exception {
    await(new CodeFlow(endpoint).run(new Browser()).thenCompose(source::accept));
    assertThat(book.holder(await(source.token()))).isEqualTo(ALICE);
  }

  private static void assertConsentNeeded(TokenSource source) throws Exception {
    assertThat(words(source.token(), AuthenticationException.class))
        .endsWith("the user's consent is needed, try CodeFlow and TokenSource.accept");
  }

  @Test
  void consent_helps_whoever_has_not_given_it() throws Exception {
    TokenSource source = TokenSource.of(endpoint);
    assertConsentNeeded(source);
    consent(source);
  }

  @Test
  void consent_helps_whoever_took_it_back() throws Exception {
    TokenSource source = TokenSource.of(endpoint);
    consent(source);
    oauth.revoke();
    clock.advance(Duration.ofHours(1));
    assertConsentNeeded(source);
    consent(source);
  }

  @Test
  void consent_helps_where_there_is_no_refresh_token() throws Exception {
    TokenSource source = TokenSource.of(endpoint);
    await(source.accept(KEPT));
    clock.advance(Duration.ofHours(1));
    assertConsentNeeded(source);
    consent(source);
  }

  @Test
  void consent_helps_where_the_service_refuses_what_was_refreshed() throws Exception {
    TokenSource source = TokenSource.of(endpoint);
    consent(source);
    for (int i = 0; i < 2; i++) {
      source.refused(await(source.token()));
    }
    assertConsentNeeded(source);
    consent(source);
  }

  /** A user who is too late; this shows in a response that does not count. */
  @Test
  void a_user_who_is_asked_again_consents() throws Exception {
    oauth.consent(ConsentAnswer.WRONG_STATE);
    CompletableFuture<Tokens> late =
        new CodeFlow(endpoint)
            .withLimit(Duration.ofSeconds(4))
            .run(page -> assertThat(new Browser().open(page).statusCode()).isEqualTo(400));
    assertThat(words(late, TransportException.class)).endsWith("ask again");
    oauth.consent(ConsentAnswer.GRANTED);
    assertThat(await(new CodeFlow(endpoint).run(new Browser())).access()).isNotEmpty();
  }

  @Test
  void an_endpoint_that_is_out_of_order_answers_later() throws Exception {
    TokenSource source = TokenSource.of(endpoint);
    consent(source);
    clock.advance(Duration.ofHours(1));
    oauth.answer(TokenAnswer.OUT_OF_ORDER);
    assertThat(words(source.token(), TransportException.class)).endsWith("; try later");
    oauth.answer(TokenAnswer.AS_TRACED);
    assertThat(book.holder(await(source.token()))).isEqualTo(ALICE);
  }

  /** Only the token endpoint's address can be wrong. */
  @ParameterizedTest
  @EnumSource(names = {"HTML", "REDIRECT", "NO_TOKEN"})
  void an_endpoint_with_the_right_address_is_of_use(TokenAnswer wrong) throws Exception {
    try (OauthService another = OauthService.start("app", ALICE, book)) {
      another.answer(wrong);
      TokenEndpoint misled =
          endpoint(new OauthEndpoints(oauth.authorize(), another.token(), oauth.desktop()));
      assertThat(words(new CodeFlow(misled).run(new Browser()), AuthenticationException.class))
          .contains("see OauthEndpoints");
    }
    assertThat(await(new CodeFlow(endpoint).run(new Browser())).access()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{\"access_token\":\"s3cret\"}", "no JSON"})
  void a_file_of_something_else_is_deleted_to_consent_again(String content) throws Exception {
    Path file = folder.resolve("tokens.json");
    TokenFile store = new TokenFile(file);
    store.save(KEPT);
    Files.writeString(file, content);
    assertThatThrownBy(store::load).hasMessageContaining("delete the file and consent again");

    Files.delete(file);
    consent(TokenSource.builder(endpoint).store(store).build());
    assertThat(store.load()).isNotNull();
  }

  @Test
  void a_file_that_is_too_long_is_deleted_to_consent_again() throws Exception {
    Path file = folder.resolve("tokens.json");
    TokenFile store = new TokenFile(file);
    store.save(KEPT);
    Files.writeString(file, " ".repeat(70_000));
    assertThatThrownBy(store::load).hasMessageContaining("delete the file and consent again");
  }

  @Test
  void a_file_that_others_could_read_is_deleted_or_closed_to_them() throws Exception {
    Path file = folder.resolve("tokens.json");
    TokenFile store = new TokenFile(file);
    store.save(KEPT);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(store::load)
        .hasMessageContaining("delete the file and consent again, or chmod 600 it");

    assertThat(new ProcessBuilder("chmod", "600", file.toString()).start().waitFor()).isZero();
    assertThat(store.load()).isEqualTo(KEPT);

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    Files.delete(file);
    consent(TokenSource.builder(endpoint).store(store).build());
    assertThat(store.load()).isNotNull();
  }
}
