package im.linnet.sasl.siblings;

import static im.linnet.test.ScriptedNegotiation.SASL;
import static im.linnet.test.ScriptedNegotiation.base64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import im.linnet.failure.AuthenticationException;
import im.linnet.failure.AuthenticationException.Reason;
import im.linnet.internal.steps.SaslAuthentication;
import im.linnet.sasl.Sasl;
import im.linnet.sasl.SaslMechanism;
import im.linnet.stream.StreamFeature.Next;
import im.linnet.test.ScriptedNegotiation;
import im.linnet.xml.Element;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class SiblingMechanismsTest {

  private static final String NONCE = "E8E9D0C5A1B2F3948576A0B1C2D3E4F5";
  private static final String CHALLENGE = "version=1&method=auth.xmpp_login&nonce=" + NONCE;
  private static final String AUTH = "http://www.google.com/talk/protocol/auth";

  private static Next signIn(SaslMechanism mechanism, ScriptedNegotiation service) {
    return new SaslAuthentication(Sasl.of(mechanism), true, Runnable::run)
        .negotiate(service)
        .toCompletableFuture()
        .orTimeout(10, TimeUnit.SECONDS)
        .join();
  }

  private static Element auth(SaslMechanism mechanism) {
    ScriptedNegotiation service =
        ScriptedNegotiation.offering(mechanism.name()).account("user@gmail.com").success();
    assertThat(signIn(mechanism, service)).isEqualTo(Next.NEW_STREAM);
    assertThat(service.sent()).hasSize(1);
    return service.sent().get(0);
  }

  private static AuthenticationException refused(
      SaslMechanism mechanism, ScriptedNegotiation service, Reason reason) {
    Throwable failure = catchThrowable(() -> signIn(mechanism, service));
    if (!(failure instanceof CompletionException
        && failure.getCause() instanceof AuthenticationException refusal)) {
      throw new AssertionError("expected a refusal", failure);
    }
    assertThat(refusal.reason()).isEqualTo(reason);
    assertThat(refusal.mechanism()).isEqualTo(mechanism.name());
    assertThat(refusal.toString()).doesNotContain("s3cret");
    return refusal;
  }

  @Test
  @DisplayName("scenario 51: X-OAUTH2")
  void sends_googles_token_with_the_service_named() {
    assertThat(auth(GoogleOauth2.token("ya29.s3cret")))
        .isEqualTo(
            Element.builder("auth", SASL)
                .attribute("mechanism", "X-OAUTH2")
                .attribute(AUTH, "service", "oauth2")
                .text(base64("\0user@gmail.com\0ya29.s3cret"))
                .build());
    assertThat(auth(GoogleOauth2.token("t").withUser("other@googlemail.com")).text())
        .isEqualTo(base64("\0other@googlemail.com\0t"));
  }

  @Test
  void writes_the_attributes_of_google_in_their_namespace() {
    Element auth =
        auth(
            GoogleOauth2.token("t")
                .allowingGeneratedJid()
                .usingFullBindResult()
                .usingFullBindResult()
                .allowingNonGoogleLogin()
                .withService("chromiumsync"));
    assertThat(auth.attributes()).hasSize(5);
    assertThat(auth.attribute(AUTH, "allow-generated-jid")).isEqualTo("true");
    assertThat(auth.attribute(AUTH, "client-uses-full-bind-result")).isEqualTo("true");
    assertThat(auth.attribute(AUTH, "allow-non-google-login")).isEqualTo("true");
    assertThat(auth.attribute(AUTH, "service")).isEqualTo("chromiumsync");
    assertThat(auth.toXml()).contains("xmlns:ns0=\"" + AUTH + "\"").contains("ns0:service=\"");
  }

  @Test
  @DisplayName("scenario 51: X-GOOGLE-TOKEN")
  void sends_the_token_of_client_login() {
    assertThat(auth(GoogleToken.token("DQAAs3cret")))
        .isEqualTo(
            Element.builder("auth", SASL)
                .attribute("mechanism", "X-GOOGLE-TOKEN")
                .text(base64("\0user@gmail.com\0DQAAs3cret"))
                .build());
    assertThat(auth(GoogleToken.token("t").withUser("Grüße@gmail.com")).text())
        .isEqualTo(base64("\0Grüße@gmail.com\0t"));
  }

  @Test
  @DisplayName("scenario 50: the challenge of X-FACEBOOK-PLATFORM")
  void answers_facebooks_challenge() {
    ScriptedNegotiation service =
        ScriptedNegotiation.offering("X-FACEBOOK-PLATFORM")
            .account("user@gmail.com")
            .challenge(CHALLENGE)
            .success();
    signIn(FacebookPlatform.token("123456", "AAA|s3cret/+=&~"), service);
    assertThat(service.sent().get(0))
        .isEqualTo(
            Element.builder("auth", SASL).attribute("mechanism", "X-FACEBOOK-PLATFORM").build());
    assertThat(service.sent().get(1).name()).isEqualTo("response");
    assertThat(service.message(1))
        .isEqualTo(
            "access_token=AAA%7Cs3cret%2F%2B%3D%26~&api_key=123456&call_id="
                + "&method=auth.xmpp_login&nonce="
                + NONCE
                + "&v=1.0");
  }

  @ParameterizedTest(name = "scenario 50: {0}")
  @ValueSource(
      strings = {
        "nonce=N&method=auth.xmpp_login",
        "&&x&=y&method=auth.xmpp_login&version=2&nonce=N&more=%20&nonce=M",
        "method=auth%2Exmpp_login&nonce=%4E"
      })
  void tolerates_other_forms_of_the_challenge(String challenge) {
    ScriptedNegotiation service =
        ScriptedNegotiation.offering("X-FACEBOOK-PLATFORM")
            .account("user@gmail.com")
            .challenge(challenge)
            .success();
    signIn(FacebookPlatform.token("k", "t").withCallId("0"), service);
    assertThat(service.message(1))
        .isEqualTo("access_token=t&api_key=k&call_id=0&method=auth.xmpp_login&nonce=N&v=1.0");
  }

  @ParameterizedTest(name = "scenario 50: {0}")
  @ValueSource(
      strings = {
        "version=1&method=auth.xmpp_login",
        "version=1&method=auth.xmpp_login&nonce=",
        "version=1&method=users.delete&nonce=N",
        "version=1&nonce=N",
        "method=auth.xmpp_login&nonce=%zz",
        "=",
        "\uFFFD"
      })
  void refuses_a_challenge_that_asks_for_something_else(String challenge) {
    ScriptedNegotiation service =
        ScriptedNegotiation.offering("X-FACEBOOK-PLATFORM")
            .account("user@gmail.com")
            .challenge(challenge);
    refused(FacebookPlatform.token("k", "s3cret"), service, Reason.MALFORMED);
    assertThat(service.sent().get(1)).isEqualTo(Element.of("abort", SASL));
  }

  @Test
  void refuses_a_second_challenge_and_a_success_without_any() {
    ScriptedNegotiation twice =
        ScriptedNegotiation.offering("X-FACEBOOK-PLATFORM")
            .account("user@gmail.com")
            .challenge(CHALLENGE)
            .challenge(CHALLENGE);
    refused(FacebookPlatform.token("k", "s3cret"), twice, Reason.MALFORMED);
    ScriptedNegotiation never =
        ScriptedNegotiation.offering("X-FACEBOOK-PLATFORM").account("user@gmail.com").success();
    refused(FacebookPlatform.token("k", "s3cret"), never, Reason.MALFORMED);
  }

  @Test
  void signs_by_a_session_key_as_it_was_before() {
    ScriptedNegotiation service =
        ScriptedNegotiation.offering("X-FACEBOOK-PLATFORM")
            .account("user@gmail.com")
            .challenge("method=auth.xmpp_login&nonce=N")
            .success();
    signIn(FacebookPlatform.session("k", "s", "x"), service);
    // MD5 of api_key=kcall_id=method=auth.xmpp_loginnonce=Nsession_key=sv=1.0x
    assertThat(service.message(1))
        .isEqualTo(
            "api_key=k&call_id=&method=auth.xmpp_login&nonce=N&session_key=s"
                + "&sig=00ba50d712e4c4e49675fb637b8da34e&v=1.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\0b", "a\n", "é"})
  void refuses_a_token_that_can_not_be_one(String token) {
    ScriptedNegotiation oauth2 = ScriptedNegotiation.offering("X-OAUTH2").account("user@gmail.com");
    refused(GoogleOauth2.token(token), oauth2, Reason.CREDENTIALS);
    assertThat(oauth2.sent()).isEmpty();
    ScriptedNegotiation google =
        ScriptedNegotiation.offering("X-GOOGLE-TOKEN").account("user@gmail.com");
    refused(GoogleToken.token(token), google, Reason.CREDENTIALS);
    assertThat(google.sent()).isEmpty();
    ScriptedNegotiation facebook =
        ScriptedNegotiation.offering("X-FACEBOOK-PLATFORM")
            .account("user@gmail.com")
            .challenge(CHALLENGE);
    refused(FacebookPlatform.token("k", token), facebook, Reason.CREDENTIALS);
    assertThat(facebook.sent().get(1)).isEqualTo(Element.of("abort", SASL));
  }

  @Test
  void says_nothing_without_tls() {
    for (SaslMechanism mechanism : all()) {
      ScriptedNegotiation service =
          ScriptedNegotiation.offering(mechanism.name()).account("user@gmail.com").inClearText();
      Throwable failure = catchThrowable(() -> signIn(mechanism, service));
      assertThat(failure).hasCauseInstanceOf(AuthenticationException.class);
      assertThat(service.sent()).isEmpty();
    }
  }

  @Test
  void asks_for_a_token_at_every_sign_in() {
    AtomicInteger asked = new AtomicInteger();
    GoogleOauth2 mechanism =
        GoogleOauth2.tokens(() -> CompletableFuture.completedStage("t" + asked.incrementAndGet()));
    assertThat(auth(mechanism).text()).isEqualTo(base64("\0user@gmail.com\0t1"));
    assertThat(auth(mechanism).text()).isEqualTo(base64("\0user@gmail.com\0t2"));
  }

  @Test
  void refuses_a_user_that_would_forge_the_message() {
    assertThatIllegalArgumentException().isThrownBy(() -> GoogleOauth2.token("t").withUser("a\0b"));
    assertThatIllegalArgumentException().isThrownBy(() -> GoogleToken.token("t").withUser(""));
  }

  @Test
  void shows_no_secret() {
    for (SaslMechanism mechanism : all()) {
      assertThat(mechanism).hasToString(mechanism.name());
    }
  }

  private static SaslMechanism[] all() {
    return new SaslMechanism[] {
      GoogleOauth2.token("s3cret"),
      GoogleToken.token("s3cret"),
      FacebookPlatform.token("k", "s3cret"),
      FacebookPlatform.session("k", "s3cret", "s3cret")
    };
  }
}
