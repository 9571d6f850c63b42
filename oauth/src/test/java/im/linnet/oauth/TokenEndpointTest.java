package im.linnet.oauth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import im.linnet.failure.AuthenticationException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.XmppException;
import im.linnet.test.Failures;
import im.linnet.test.FrozenClock;
import im.linnet.testkit.messenger.MessengerUser;
import im.linnet.testkit.messenger.TokenBook;
import im.linnet.testkit.messenger.oauth.Browser;
import im.linnet.testkit.messenger.oauth.OauthService;
import im.linnet.testkit.messenger.oauth.TokenAnswer;
import im.linnet.testkit.net.RefusingPort;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class TokenEndpointTest {

  @AutoClose private final RefusingPort closed = RefusingPort.open();

  private static final MessengerUser ALICE =
      new MessengerUser("00037ffe12345678", "alice@hotmail.com", "Alice", "");

  private final FrozenClock clock = new FrozenClock(Instant.parse("2012-05-01T12:00:00Z"));
  private final TokenBook book = new TokenBook(clock);
  private final OauthService oauth = OauthService.start("app", ALICE, book);
  private final OauthClient app =
      OauthClient.of(
              "app",
              new OauthEndpoints(oauth.authorize(), oauth.token(), oauth.desktop()),
              "wl.messenger",
              "wl.offline_access")
          .withSecret("s3cret-of-the-app");
  private final TokenEndpoint endpoint = TokenEndpoint.of(app).withClock(clock);

  @AfterEach
  void close() {
    oauth.close();
  }

  private static <T> T await(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  private static XmppException failure(CompletableFuture<Tokens> future) throws Exception {
    XmppException failure = Failures.of(future, XmppException.class);
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString()).doesNotContain("s3cret").doesNotContain("EwA");
    return failure;
  }

  private Tokens consented() throws Exception {
    return await(new CodeFlow(endpoint).run(new Browser()));
  }

  @Test
  void redeems_a_code() throws Exception {
    Tokens tokens = consented();
    assertThat(book.holder(tokens.access())).isEqualTo(ALICE);
    assertThat(tokens.refresh()).isNotNull();
    assertThat(tokens.expires()).isEqualTo(clock.instant().plus(Duration.ofHours(1)));
    assertThat(tokens.scopes()).containsExactly("wl.messenger", "wl.offline_access");
    assertThat(tokens.toString()).doesNotContain(tokens.access()).doesNotContain(tokens.refresh());
    assertThat(oauth.requests().get(0))
        .containsEntry("grant_type", "authorization_code")
        .containsEntry("client_id", "app")
        .containsEntry("client_secret", "s3cret-of-the-app")
        .containsKeys("code", "redirect_uri", "code_verifier");
  }

  @ParameterizedTest
  @EnumSource(
      value = TokenAnswer.class,
      names = {"AS_TRACED", "NUMBERS_AS_STRINGS", "WRONG_TYPE"})
  void refreshes(TokenAnswer answer) throws Exception {
    Tokens tokens = consented();
    oauth.answer(answer);
    Tokens renewed = await(endpoint.refresh(refreshToken(tokens)));
    assertThat(book.holder(renewed.access())).isEqualTo(ALICE);
    assertThat(renewed.access()).isNotEqualTo(tokens.access());
    assertThat(renewed.refresh()).isNotNull().isNotEqualTo(tokens.refresh());
    assertThat(renewed.expires()).isEqualTo(clock.instant().plus(Duration.ofHours(1)));
    assertThat(oauth.requests().get(1))
        .containsEntry("grant_type", "refresh_token")
        .containsEntry("scope", "wl.messenger wl.offline_access");
  }

  @Test
  void takes_an_answer_without_refresh_token() throws Exception {
    Tokens tokens = consented();
    oauth.answer(TokenAnswer.NO_NEW_REFRESH_TOKEN);
    Tokens renewed = await(endpoint.refresh(refreshToken(tokens)));
    assertThat(renewed.refresh()).isNull();
    assertThat(renewed.keeping(tokens.refresh()).refresh()).isEqualTo(tokens.refresh());
  }

  @Test
  void types_errors_by_their_code() throws Exception {
    oauth.answer(TokenAnswer.INVALID_GRANT);
    XmppException refused = failure(endpoint.refresh("s3cret"));
    assertThat(refused).isInstanceOf(AuthenticationException.class);
    assertThat(Failures.cause(refused, OauthError.class).code()).isEqualTo("invalid_grant");
    assertThat(refused).hasMessageContaining("The grant is not valid");

    oauth.answer(TokenAnswer.INVALID_CLIENT);
    XmppException unknown = failure(endpoint.redeem("s3cret", oauth.desktop(), null));
    assertThat(Failures.cause(unknown, OauthError.class).code()).isEqualTo("invalid_client");
  }

  @Tag("A26")
  @Test
  void drops_a_description_that_quotes_a_secret() throws Exception {
    oauth.answer(TokenAnswer.QUOTING_ERROR);
    XmppException refused = failure(endpoint.refresh("s3cret-to-refresh"));
    assertThat(refused).hasMessageEndingWith("invalid_request");
  }

  @Tag("A26")
  @Test
  void does_not_show_a_content_type_that_quotes_a_secret() throws Exception {
    oauth.answer(TokenAnswer.QUOTING_TYPE);
    XmppException refused = failure(endpoint.refresh("s3cret-to-refresh"));
    assertThat(refused)
        .hasMessageContaining("HTTP 200, a content type that quotes a secret, and no JSON");
  }

  @ParameterizedTest
  @EnumSource(
      value = TokenAnswer.class,
      names = {"HTML", "NO_TOKEN", "CUT_JSON", "REDIRECT", "ENDLESS", "GIGABYTE"})
  void gives_up_on_what_is_no_token_endpoint(TokenAnswer answer) throws Exception {
    oauth.answer(answer);
    XmppException failure = failure(endpoint.refresh("s3cret"));
    assertThat(failure).isInstanceOf(AuthenticationException.class);
    assertThat(failure.retryable()).isFalse();
    assertThat(oauth.requests()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = TokenAnswer.class,
      mode = Mode.INCLUDE,
      names = {"SILENT", "DRIPPING"})
  void waits_for_a_limited_time_in_all(TokenAnswer answer) throws Exception {
    oauth.answer(answer);
    TransportException failure =
        (TransportException) failure(endpoint.withLimit(Duration.ofMillis(400)).refresh("s3cret"));
    assertThat(failure.reason()).isEqualTo(Reason.TIMED_OUT);
    assertThat(failure.retryable()).isTrue();
  }

  @Test
  void says_when_another_try_may_help() throws Exception {
    oauth.answer(TokenAnswer.OUT_OF_ORDER);
    TransportException later = (TransportException) failure(endpoint.refresh("s3cret"));
    assertThat(later.retryable()).isTrue();
    assertThat(later).hasMessageContaining("HTTP 503");

    TransportException refused =
        (TransportException)
            failure(at("http://127.0.0.1:" + closed.number() + "/").refresh("s3cret"));
    assertThat(refused.reason()).isEqualTo(Reason.REFUSED);

    TransportException unresolved =
        (TransportException) failure(at("https://no-such-host.invalid/").refresh("s3cret"));
    assertThat(unresolved.reason()).isEqualTo(Reason.UNRESOLVED);
  }

  private TokenEndpoint at(String token) {
    return TokenEndpoint.of(
        OauthClient.of(
            "app",
            new OauthEndpoints(oauth.authorize(), URI.create(token), oauth.desktop()),
            "wl.messenger",
            "wl.offline_access"));
  }

  @Test
  void cancelling_closes_the_connection() throws Exception {
    try (ServerSocket server = new ServerSocket(0)) {
      CompletableFuture<Tokens> tokens =
          at("http://127.0.0.1:" + server.getLocalPort() + "/").refresh("s3cret");
      try (Socket connection = server.accept()) {
        connection.setSoTimeout(10_000);
        assertThat(connection.getInputStream().read()).isEqualTo('P');
        tokens.cancel(false);
        awaitEnd(connection);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Content-Length: 1073741824\r\n\r\n {"})
  void the_limit_closes_the_connection(String rest) throws Exception {
    try (ServerSocket server = new ServerSocket(0)) {
      server.setSoTimeout(10_000);
      CompletableFuture<Tokens> tokens =
          at("http://127.0.0.1:" + server.getLocalPort() + "/")
              .withLimit(Duration.ofSeconds(2))
              .refresh("s3cret");
      try (Socket connection = server.accept()) {
        connection.setSoTimeout(10_000);
        connection.getOutputStream().write(("HTTP/1.1 200 OK\r\n" + rest).getBytes(US_ASCII));
        assertThat(failure(tokens)).isInstanceOf(TransportException.class);
        awaitEnd(connection);
      }
    }
  }

  /** Times out if the connection stays open. */
  private static void awaitEnd(Socket connection) throws IOException {
    try {
      connection.getInputStream().readAllBytes();
    } catch (SocketTimeoutException stillOpen) {
      throw stillOpen;
    } catch (SocketException reset) {
      // Closed by a reset.
    }
  }

  @Test
  void refuses_an_http_client_that_follows_redirects() {
    HttpClient following =
        HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
    assertThatIllegalArgumentException().isThrownBy(() -> endpoint.withHttp(following));
  }

  private static String refreshToken(Tokens tokens) {
    String token = tokens.refresh();
    if (token == null) {
      throw new AssertionError("no refresh token");
    }
    return token;
  }
}
