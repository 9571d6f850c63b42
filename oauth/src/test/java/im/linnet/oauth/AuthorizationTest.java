package im.linnet.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import im.linnet.oauth.AuthorizationRequest.Display;
import im.linnet.oauth.AuthorizationRequest.ResponseType;
import im.linnet.oauth.AuthorizationResponse.Code;
import im.linnet.oauth.AuthorizationResponse.Denied;
import im.linnet.oauth.AuthorizationResponse.Granted;
import im.linnet.test.FrozenClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizationTest {

  private static final String PAGE = "https://oauth.live.com/desktop";
  private static final OauthEndpoints OAUTH_LIVE =
      new OauthEndpoints(
          URI.create("https://oauth.live.com/authorize"),
          URI.create("https://oauth.live.com/token"),
          URI.create(PAGE));
  private static final OauthEndpoints LOGIN_LIVE =
      new OauthEndpoints(
          URI.create("https://login.live.com/oauth20_authorize.srf"),
          URI.create("https://login.live.com/oauth20_token.srf"),
          URI.create("https://login.live.com/oauth20_desktop.srf"));

  private final FrozenClock clock = new FrozenClock(Instant.parse("2012-05-01T12:00:00Z"));

  private AuthorizationResponse read(String redirect) {
    return AuthorizationResponse.of(URI.create(redirect), clock);
  }

  @Test
  void builds_the_address_of_2011() {
    OauthClient app = OauthClient.of("ID", OAUTH_LIVE).withScopes("wl.messenger");
    assertThat(AuthorizationRequest.of(app).withType(ResponseType.TOKEN).uri())
        .hasToString(
            "https://oauth.live.com/authorize?client_id=ID"
                + "&redirect_uri=https%3A%2F%2Foauth.live.com%2Fdesktop"
                + "&response_type=token&scope=wl.messenger");
  }

  @Test
  void asks_for_no_scope_where_the_server_has_one_of_its_own() {
    assertThat(AuthorizationRequest.of(OauthClient.of("ID", OAUTH_LIVE)).uri())
        .hasToString(
            "https://oauth.live.com/authorize?client_id=ID"
                + "&redirect_uri=https%3A%2F%2Foauth.live.com%2Fdesktop&response_type=code");
  }

  @Test
  void builds_the_address_of_2012_with_everything() {
    OauthClient app = OauthClient.of("0 &=", LOGIN_LIVE, "wl.messenger", "wl.offline_access");
    AuthorizationRequest request =
        AuthorizationRequest.of(app)
            .withRedirect(URI.create("http://127.0.0.1:4711/"))
            .withDisplay(Display.TOUCH)
            .withLocale(Locale.GERMANY)
            .withState("s+1")
            // RFC 7636, appendix B.
            .withPkce(new Pkce("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));
    assertThat(request.uri())
        .hasToString(
            "https://login.live.com/oauth20_authorize.srf?client_id=0%20%26%3D"
                + "&redirect_uri=http%3A%2F%2F127.0.0.1%3A4711%2F&response_type=code"
                + "&scope=wl.messenger%20wl.offline_access&state=s%2B1&display=touch&locale=de-DE"
                + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
                + "&code_challenge_method=S256");
    assertThat(request.toString()).doesNotContain("s+1").doesNotContain("dBjft");
  }

  @ParameterizedTest(name = "scenario 48: {0}")
  @ValueSource(
      strings = {
        "#access_token=EwA%2fq%2b1%3d&token_type=bearer&expires_in=3600&scope=wl.messenger%20wl.basic"
            + "&authentication_token=eyJ.e.s&state=x",
        "#state=x&scope=wl.messenger,wl.basic&expires_in=3600&token_type=Bearer"
            + "&access_token=EwA%2Fq%2B1%3D",
        "#scope=wl.messenger+wl.basic&state=x&access_token=EwA/q+1=",
        "?state=x#expires_in=3600.0&access_token=EwA%2fq+1=&scope=wl.messenger wl.basic&&odd&=y",
      })
  void reads_a_token_in_any_order(String parameters) {
    Granted granted = (Granted) read(PAGE + parameters.replace("messenger wl", "messenger%20wl"));
    assertThat(granted.state()).isEqualTo("x");
    assertThat(granted.tokens())
        .isEqualTo(
            Tokens.builder("EwA/q+1=", clock.instant().plus(Duration.ofHours(1)))
                .scopes(Set.of("wl.messenger", "wl.basic"))
                .build());
    assertThat(granted.toString()).doesNotContain("EwA");
  }

  @ParameterizedTest(name = "scenario 48: {0}")
  @ValueSource(strings = {"?", "#"})
  void reads_an_error_in_query_and_fragment(String mark) {
    Denied denied =
        (Denied)
            read(
                PAGE
                    + mark
                    + "error_description=The+user%20said%20no%0A&code=c&error=access_denied&state=x");
    assertThat(denied.error().code()).isEqualTo("access_denied");
    assertThat(denied.error().description()).isEqualTo("The user said no?");
    assertThat(denied.state()).isEqualTo("x");
  }

  @Test
  void reads_a_code() {
    assertThat(read(PAGE + "?code=a%2Fb")).isEqualTo(new Code("a/b", null));
    assertThat(read(PAGE + "?lc=1033&code=a&state=x")).isEqualTo(new Code("a", "x"));
    assertThat(read(PAGE + "?code=s3cret").toString()).doesNotContain("s3cret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?",
        "#",
        "?state=s3cret",
        "?code=",
        "?code=s3cret&code=s3cret",
        "#access_token=",
        "#access_token=s3cret&token_type=mac",
        "#access_token=s3cret&expires_in=soon",
        "#access_token=s3cret&expires_in=-1",
        "#access_token=s3cret&expires_in=NaN",
        "#access_token=s3cret%0a",
        "#access_token=s3cret%ff",
      })
  void refuses_what_is_no_response_without_quoting_it(String parameters) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(PAGE + parameters))
        .satisfies(failure -> assertThat(failure.toString()).doesNotContain("s3cret"));
  }

  @Test
  void refuses_what_is_too_long_or_not_percent_encoded() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(PAGE + "?code=" + "x".repeat(40_000)));
    for (String cut : new String[] {"%", "%4", "%zz", "%4\u0663"}) {
      assertThatIllegalArgumentException().isThrownBy(() -> FormParameters.read("code=" + cut));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.com/token",
        "https://example.com/#x",
        "/token",
        "mailto:a@b",
        "file:///token",
        "http://127.0.0.1.example.com/",
      })
  void refuses_an_endpoint_that_would_leak_secrets(String uri) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new OauthEndpoints(URI.create(PAGE), URI.create(uri), LOGIN_LIVE.redirect()))
        .withMessageStartingWith("token: ");
  }

  @Test
  void shows_no_secret_of_the_application() {
    OauthClient app = OauthClient.of("ID", LOGIN_LIVE).withSecret("s3cret");
    assertThat(app.toString()).doesNotContain("s3cret");
    assertThat(TokenEndpoint.of(app).toString()).doesNotContain("s3cret");
    assertThat(AuthorizationRequest.of(app).toString()).doesNotContain("s3cret");
    assertThat(AuthorizationRequest.of(app).uri().toString()).doesNotContain("s3cret");
    assertThat(Pkce.random().toString()).isEqualTo("Pkce");
    assertThat(Pkce.random()).isNotEqualTo(Pkce.random());
  }

  @Test
  void refuses_scopes_that_are_several_words() {
    OauthClient app = OauthClient.of("ID", LOGIN_LIVE);
    assertThatIllegalArgumentException().isThrownBy(() -> app.withScopes("a b"));
    assertThatIllegalArgumentException().isThrownBy(() -> app.withScopes("a,b"));
    assertThatIllegalArgumentException().isThrownBy(() -> new Pkce("short"));
  }

  /** They are the endpoint's words, which may quote what it was sent. */
  @Test
  void tokens_do_not_show_their_scopes() {
    Tokens tokens =
        Tokens.builder("s3cret", Instant.EPOCH).refresh("s3cret").scopes(Set.of("s3cret")).build();
    assertThat(tokens.toString()).doesNotContain("s3cret").contains("scopes=1");
  }
}
