package im.linnet.testkit.messenger.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.testkit.messenger.MessengerUser;
import im.linnet.testkit.messenger.TokenBook;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class OauthServiceTest {
  private static final MessengerUser ALICE =
      new MessengerUser("00037ffe11111111", "alice@hotmail.com", "Alice", "");
  private static final Instant NOON = Instant.parse("2012-05-01T12:00:00Z");
  private static final String SCOPE = "wl.messenger%20wl.offline_access";

  private final HttpClient http = HttpClient.newHttpClient();
  private final TokenBook book = new TokenBook(Clock.fixed(NOON, ZoneOffset.UTC));
  private final OauthService oauth = OauthService.start("app", ALICE, book);

  @AfterEach
  void close() {
    oauth.close();
  }

  private String redirect(String parameters) throws Exception {
    URI page =
        URI.create(
            oauth.authorize()
                + "?client_id=app&redirect_uri=https%3A%2F%2Fapp.example%2F&"
                + parameters);
    HttpResponse<String> answer =
        http.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(302);
    return answer.headers().firstValue("Location").orElse("");
  }

  private HttpResponse<String> post(String form) throws Exception {
    return http.send(
        HttpRequest.newBuilder(oauth.token())
            .POST(BodyPublishers.ofString("client_id=app&" + form))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> redeem(String scope) throws Exception {
    String code = redirect("response_type=code&scope=" + scope).replaceAll(".*code=", "");
    return post("grant_type=authorization_code&redirect_uri=https://app.example/&code=" + code);
  }

  private static String value(HttpResponse<String> answer, String key) {
    Matcher value = Pattern.compile('"' + key + "\":\"([^\"]*)\"").matcher(answer.body());
    assertThat(value.find()).as("%s in %s", key, answer.body()).isTrue();
    return value.group(1);
  }

  @Test
  void gives_tokens_for_a_code_once() throws Exception {
    String code = redirect("response_type=code&scope=" + SCOPE).replaceAll(".*code=", "");
    String form = "grant_type=authorization_code&redirect_uri=https://app.example/&code=" + code;
    HttpResponse<String> answer = post(form);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"expires_in\":3600");
    assertThat(book.holder(value(answer, "access_token"))).isEqualTo(ALICE);
    assertThat(value(answer, "refresh_token")).isNotEmpty();

    HttpResponse<String> again = post(form);
    assertThat(again.statusCode()).isEqualTo(400);
    assertThat(value(again, "error")).isEqualTo("invalid_grant");
    assertThat(oauth.requests()).hasSize(2);
    assertThat(oauth.requests().get(0)).isEqualTo(Map.copyOf(oauth.requests().get(1)));
  }

  @Test
  void replaces_refresh_tokens_unless_told_otherwise() throws Exception {
    String first = value(redeem(SCOPE), "refresh_token");
    HttpResponse<String> refreshed = post("grant_type=refresh_token&refresh_token=" + first);
    String second = value(refreshed, "refresh_token");
    assertThat(second).isNotEqualTo(first);
    assertThat(value(post("grant_type=refresh_token&refresh_token=" + first), "error"))
        .isEqualTo("invalid_grant");

    oauth.answer(TokenAnswer.NO_NEW_REFRESH_TOKEN);
    for (int i = 0; i < 2; i++) {
      assertThat(post("grant_type=refresh_token&refresh_token=" + second).body())
          .contains("access_token")
          .doesNotContain("refresh_token");
    }
    oauth.revoke();
    assertThat(value(post("grant_type=refresh_token&refresh_token=" + second), "error"))
        .isEqualTo("invalid_grant");
    assertThat(book.holder(value(refreshed, "access_token"))).isNull();
  }

  @Test
  void gives_no_refresh_token_without_the_scope() throws Exception {
    assertThat(redeem("wl.messenger").body())
        .contains("access_token")
        .doesNotContain("refresh_token");
    HttpResponse<String> basic = redeem("wl.basic");
    assertThat(book.holder(value(basic, "access_token"))).isNull();
  }

  @Test
  void puts_a_token_in_the_fragment_in_the_order_traced() throws Exception {
    String redirect = redirect("response_type=token&scope=" + SCOPE + "&state=x");
    assertThat(redirect)
        .matches(
            "https://app\\.example/#access_token=EwA[A-Za-z0-9%]*&token_type=bearer"
                + "&authentication_token=[^&]*&expires_in=3600&scope=wl\\.messenger%20"
                + "wl\\.offline_access&state=x")
        .doesNotContain("refresh_token")
        .doesNotContain("%2F");
  }

  @Test
  void denies_where_it_is_told() throws Exception {
    oauth.consent(ConsentAnswer.DENIED_IN_FRAGMENT);
    assertThat(redirect("response_type=code&state=x")).contains("/#error=access_denied&");
    oauth.consent(ConsentAnswer.DENIED_IN_QUERY);
    assertThat(redirect("response_type=token&state=x")).contains("/?error=access_denied&");
    oauth.consent(ConsentAnswer.WRONG_STATE);
    assertThat(redirect("response_type=code&state=x")).contains("state=wrong");
  }

  @Test
  void issues_tokens_that_expire() {
    String token = book.issue(ALICE, Set.of(TokenBook.SCOPE), Duration.ofSeconds(1));
    assertThat(token).hasSize(736).startsWith("EwA");
    assertThat(book.holder(token)).isEqualTo(ALICE);
    assertThat(book.holder(book.issue(ALICE, Set.of(TokenBook.SCOPE), Duration.ZERO))).isNull();
    assertThat(book.holder("")).isNull();
  }
}
