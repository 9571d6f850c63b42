package im.linnet.sasl.messenger;

import static im.linnet.test.ScriptedNegotiation.SASL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import im.linnet.failure.AuthenticationException;
import im.linnet.failure.AuthenticationException.Reason;
import im.linnet.internal.steps.SaslAuthentication;
import im.linnet.sasl.Sasl;
import im.linnet.stream.StreamFeature.Next;
import im.linnet.test.ScriptedNegotiation;
import im.linnet.xml.Element;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessengerOauth2Test {

  private static final String NAME = "X-MESSENGER-OAUTH2";
  private static final Element SUCCESS = Element.of("success", SASL);

  /** As issued by the service: 552 bytes in base64, with slash, plus and padding. */
  private static final String TOKEN = token(551);

  private static String token(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (i * 31 + 251);
    }
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static String percentEncoded(String token) {
    return token.replace("/", "%2f").replace("+", "%2b").replace("=", "%3d");
  }

  private static ScriptedNegotiation answering(Element answer, String... offered) {
    return ScriptedNegotiation.offering(offered).account("_@messenger.live.com").reply(answer);
  }

  private static Next signIn(MessengerOauth2 mechanism, ScriptedNegotiation server) {
    return new SaslAuthentication(Sasl.of(mechanism), true, Runnable::run)
        .negotiate(server)
        .toCompletableFuture()
        .join();
  }

  private static String sent(MessengerOauth2 mechanism) {
    ScriptedNegotiation server = answering(SUCCESS, NAME);
    signIn(mechanism, server);
    return server.sent().get(0).text();
  }

  private static AuthenticationException refused(
      MessengerOauth2 mechanism, ScriptedNegotiation server, Reason reason) {
    Throwable failure = catchThrowable(() -> signIn(mechanism, server));
    if (failure instanceof CompletionException
        && failure.getCause() instanceof AuthenticationException refusal) {
      assertThat(refusal.reason()).isEqualTo(reason);
      return refusal;
    }
    throw new AssertionError("expected a refusal", failure);
  }

  @ParameterizedTest(name = "scenario 7: “{0}”")
  @ValueSource(strings = {NAME, NAME + " ", "\n\t" + NAME})
  void trims_the_offered_name(String offered) {
    ScriptedNegotiation server = answering(SUCCESS, offered);
    assertThat(signIn(MessengerOauth2.token(TOKEN), server)).isEqualTo(Next.NEW_STREAM);
    assertThat(server.sent())
        .containsExactly(
            Element.builder("auth", SASL).attribute("mechanism", NAME).text(TOKEN).build());
    assertThat(server.mechanism()).isEqualTo(NAME);
  }

  @Test
  @DisplayName("scenario 8: only PLAIN and DIGEST-MD5")
  void never_sends_the_token_by_another_mechanism() {
    ScriptedNegotiation server = answering(SUCCESS, "PLAIN", "DIGEST-MD5");
    refused(MessengerOauth2.token(TOKEN), server, Reason.NO_MECHANISM);
    assertThat(server.sent()).isEmpty();
  }

  @Test
  @DisplayName("scenario 4: no TLS")
  void never_sends_the_token_in_clear_text() {
    ScriptedNegotiation server = answering(SUCCESS, NAME).inClearText();
    refused(MessengerOauth2.token(TOKEN).asRawText(), server, Reason.NO_MECHANISM);
    assertThat(server.sent()).isEmpty();
  }

  @Test
  @DisplayName("scenario 9: a percent-encoded token is decoded once")
  void undoes_percent_encoding() {
    assertThat(TOKEN).contains("/", "+", "=");
    assertThat(sent(MessengerOauth2.token(percentEncoded(TOKEN)))).isEqualTo(TOKEN);
    assertThat(sent(MessengerOauth2.token(percentEncoded(TOKEN).replace("%2b", "%2B"))))
        .isEqualTo(TOKEN);
    assertThat(sent(MessengerOauth2.token("a+%2fA"))).isEqualTo("a+/A");
  }

  @Test
  @DisplayName("scenario 10: a token that is base64 is sent unchanged")
  void leaves_a_plain_token_alone() {
    for (int size = 549; size < 561; size++) {
      assertThat(sent(MessengerOauth2.token(token(size)))).isEqualTo(token(size));
    }
  }

  @ParameterizedTest(name = "scenario 11: “{0}”")
  @ValueSource(
      strings = {
        "",
        "abc",
        "a b=",
        "AAAA\nAAAA",
        "AA-_",
        "AAA%",
        "AAA%2",
        "AAA%zz",
        "AAA%٣d",
        "AA%253d",
        "AAA%00",
        "AAAé",
        "AAB="
      })
  void refuses_a_token_that_is_not_base64(String token) {
    ScriptedNegotiation server = answering(SUCCESS, NAME);
    AuthenticationException failure =
        refused(MessengerOauth2.token(token), server, Reason.CREDENTIALS);
    assertThat(server.sent()).isEmpty();
    assertThat(failure.mechanism()).isEqualTo(NAME);
    assertThat(failure).hasNoCause();
    assertThat(token.isEmpty() || !failure.getMessage().contains(token)).isTrue();
  }

  @ParameterizedTest(name = "scenario 11: “{0}” as raw text")
  @ValueSource(strings = {"abc", "ey.J_-~", "100%", "AA%3d", "a+b", "<&>\"'"})
  void sends_raw_text_character_by_character(String token) {
    assertThat(sent(MessengerOauth2.token(token).asRawText())).isEqualTo(token);
  }

  /** The advice in the message helps. */
  @Test
  void takes_a_token_that_is_no_base64_as_raw_text() {
    MessengerOauth2 token = MessengerOauth2.token("ey.J_-~");
    assertThat(refused(token, answering(SUCCESS, NAME), Reason.CREDENTIALS))
        .hasMessageContaining("Else try asRawText()");
    assertThat(sent(token.asRawText())).isEqualTo("ey.J_-~");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\0b", "a\n", "é", "\uD800", "a\u200Bb", "\uFFFE"})
  void refuses_raw_text_that_is_not_visible(String token) {
    ScriptedNegotiation server = answering(SUCCESS, NAME);
    refused(MessengerOauth2.token(token).asRawText(), server, Reason.CREDENTIALS);
    assertThat(server.sent()).isEmpty();
  }

  @Test
  @DisplayName("scenario 12: success has no text")
  void restarts_after_an_empty_success() {
    ScriptedNegotiation server = answering(SUCCESS, NAME);
    assertThat(signIn(MessengerOauth2.token(TOKEN), server)).isEqualTo(Next.NEW_STREAM);
    assertThat(server.mechanism()).isEqualTo(NAME);
  }

  @Test
  @DisplayName("scenario 14: unknown condition and text")
  void exposes_the_services_words() {
    Element refusal =
        Element.builder("failure", SASL)
            .child(Element.of("token-of-yesterday", SASL))
            .child(Element.builder("text", SASL).lang("en").text("Sign in again").build())
            .build();
    ScriptedNegotiation server = answering(refusal, NAME);
    AuthenticationException failure = refused(MessengerOauth2.token(TOKEN), server, Reason.REFUSED);
    assertThat(failure.condition()).isEqualTo("token-of-yesterday");
    assertThat(failure.text()).isEqualTo("Sign in again");
    assertThat(failure.lang()).isEqualTo("en");
    assertThat(failure.retryable()).isFalse();
  }

  @Test
  void refuses_a_challenge() {
    Element challenge = Element.of("challenge", SASL, "AAAA");
    ScriptedNegotiation server = answering(challenge, NAME);
    refused(MessengerOauth2.token(TOKEN), server, Reason.MALFORMED);
    assertThat(server.sent()).endsWith(Element.of("abort", SASL));
  }

  @Test
  void asks_for_a_token_at_every_sign_in() {
    AtomicInteger asked = new AtomicInteger();
    MessengerOauth2 mechanism =
        MessengerOauth2.tokens(
            () -> CompletableFuture.supplyAsync(() -> token(asked.incrementAndGet())));
    assertThat(sent(mechanism)).isEqualTo(token(1));
    assertThat(sent(mechanism)).isEqualTo(token(2));
  }

  @Test
  void never_shows_the_token() {
    assertThat(MessengerOauth2.token("s3cret").asRawText()).hasToString(NAME);
  }
}
