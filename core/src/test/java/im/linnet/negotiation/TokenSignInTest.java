package im.linnet.negotiation;

import static im.linnet.negotiation.Trial.DOMAIN;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState.Connected;
import im.linnet.connection.ConnectionState.Connecting;
import im.linnet.connection.ConnectionState.Disconnected;
import im.linnet.failure.AuthenticationException;
import im.linnet.failure.XmppException;
import im.linnet.sasl.Sasl;
import im.linnet.sasl.SaslChannel;
import im.linnet.sasl.SaslExchange;
import im.linnet.sasl.SaslMechanism;
import im.linnet.sasl.TokenExchange;
import im.linnet.sasl.TokenProvider;
import im.linnet.testkit.peer.Script;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in by a token: what is said of the place, and what a refusal leads to. */
@Timeout(120)
class TokenSignInTest {

  private static final String SASL = "urn:ietf:params:xml:ns:xmpp-sasl";
  private static final String OFFER =
      "<mechanisms xmlns='%s'><mechanism>OAUTHBEARER</mechanism></mechanisms>".formatted(SASL);

  /** Gives one token after the other, and notes what is said of each. */
  private static final class Tokens implements TokenProvider {

    final List<String> said = Collections.synchronizedList(new ArrayList<>());
    private final boolean renews;
    private int given;

    Tokens(boolean renews) {
      this.renews = renews;
    }

    @Override
    public synchronized CompletionStage<String> token() {
      return CompletableFuture.completedStage("token-" + ++given);
    }

    @Override
    public void accepted(String token) {
      said.add(token + " accepted");
    }

    @Override
    public void refused(String token) {
      said.add(token + " refused");
    }

    @Override
    public boolean renews() {
      return renews;
    }
  }

  private static String message(int port, int number) {
    String text =
        "n,a=juliet@%s,\1host=127.0.0.1\1port=%d\1auth=Bearer token-%d\1\1"
            .formatted(DOMAIN, port, number);
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The sign-in as it has to be, byte for byte. */
  private static Consumer<Script> asked(Trial trial, int number) {
    return script ->
        script
            .then(Trial.secured(OFFER))
            .expect(
                "<auth xmlns='%s' mechanism='OAUTHBEARER'>%s</auth>"
                    .formatted(SASL, message(trial.peer().port(), number)));
  }

  private static Consumer<Script> refuses(String condition) {
    return script ->
        script.send("<failure xmlns='%s'><%s/></failure>".formatted(SASL, condition)).expectEnd();
  }

  private static void accepts(Script script) {
    script.send("<success xmlns='%s'/>".formatted(SASL)).bind(DOMAIN, Trial.ADDRESS);
  }

  private static Trial trial(TokenProvider tokens) {
    return new Trial().with(builder -> builder.sasl(Sasl.token(tokens)));
  }

  @Test
  void says_where_it_has_connected_to_and_that_the_token_was_taken() throws Exception {
    Tokens tokens = new Tokens(true);
    try (Trial trial = trial(tokens)) {
      trial.and(s -> s.then(asked(trial, 1)).then(TokenSignInTest::accepts));
      assertThat(trial.stream().mechanism()).isEqualTo("OAUTHBEARER");
      assertThat(tokens.said).containsExactly("token-1 accepted");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"not-authorized", "credentials-expired"})
  void signs_in_by_the_next_token_at_once(String condition) throws Exception {
    Tokens tokens = new Tokens(true);
    try (Trial trial = trial(tokens)) {
      trial.and(s -> s.then(asked(trial, 1)).then(refuses(condition)));
      trial.and(s -> s.then(asked(trial, 2)).then(TokenSignInTest::accepts));
      trial.client().connect().get(10, TimeUnit.SECONDS);
      assertThat(tokens.said).containsExactly("token-1 refused", "token-2 accepted");
      assertThat(trial.next()).isInstanceOf(Connecting.class);
      assertThat(trial.next()).as("one attempt").isInstanceOf(Connected.class);
    }
  }

  /** Nothing that a token could change is left to decide. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "</stream:stream>",
        "<stream:error><system-shutdown"
            + " xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>"
      })
  void does_not_wait_for_a_token_once_the_server_is_gone(String last) throws Exception {
    CompletableFuture<String> token = new CompletableFuture<>();
    CompletableFuture<Void> asked = new CompletableFuture<>();
    TokenProvider slow =
        () -> {
          asked.complete(null);
          return token;
        };
    try (Trial trial = trial(slow)) {
      trial.with(builder -> builder.connectLimits(Duration.ofMinutes(2), Duration.ofMinutes(2)));
      trial.and(s -> s.then(Trial.secured(OFFER)).awaitCue("gone").sendRaw(last).reset());
      CompletableFuture<BoundStream> attempt = trial.client().connect();
      asked.get(20, TimeUnit.SECONDS);
      trial.peer().cue("gone");
      assertThat(Trial.outcome(attempt)).isInstanceOf(XmppException.class);
      assertThat(token).isNotDone();
    }
  }

  @Test
  void takes_a_second_refusal_for_the_last_word() throws Exception {
    Tokens tokens = new Tokens(true);
    try (Trial trial = trial(tokens)) {
      trial.and(s -> s.then(asked(trial, 1)).then(refuses("not-authorized")));
      trial.and(s -> s.then(asked(trial, 2)).then(refuses("not-authorized")));
      assertRefused(trial, "not-authorized");
      assertThat(tokens.said).containsExactly("token-1 refused", "token-2 refused");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"account-disabled", "temporary-auth-failure", "invalid-authzid", "other"})
  void takes_no_other_condition_for_a_word_about_the_token(String condition) throws Exception {
    Tokens tokens = new Tokens(true);
    try (Trial trial = trial(tokens)) {
      trial.and(s -> s.then(asked(trial, 1)).then(refuses(condition)));
      assertRefused(trial, condition);
      assertThat(tokens.said).isEmpty();
    }
  }

  @Test
  void tries_once_where_there_is_no_other_token() throws Exception {
    Tokens tokens = new Tokens(false);
    try (Trial trial = trial(tokens)) {
      trial.and(s -> s.then(asked(trial, 1)).then(refuses("not-authorized")));
      assertRefused(trial, "not-authorized");
      assertThat(tokens.said).containsExactly("token-1 refused");
    }
  }

  @Test
  void gives_the_second_try_up_when_it_is_cancelled() throws Exception {
    Tokens tokens = new Tokens(true);
    try (Trial trial = trial(tokens)) {
      trial.and(s -> s.then(asked(trial, 1)).then(refuses("not-authorized")));
      trial.and(s -> s.then(asked(trial, 2)).mark("asked again").expectEnd());
      CompletableFuture<?> connected = trial.client().connect();
      trial.peer().awaitMark("asked again");
      connected.cancel(false);
      assertThat(trial.next()).isInstanceOf(Connecting.class);
      assertThat(trial.next()).isInstanceOf(Disconnected.class);
      trial.seesTheEndOf(2);
    }
  }

  private static void assertRefused(Trial trial, String condition) throws Exception {
    assertThat(Trial.outcome(trial.client().connect()))
        .isInstanceOfSatisfying(
            AuthenticationException.class,
            refused -> assertThat(refused.condition()).isEqualTo(condition));
    assertThat(trial.next()).isInstanceOf(Connecting.class);
    assertThat(trial.next()).isInstanceOf(Disconnected.class);
  }

  /** Notes the connection that it signs in on. */
  private record Noting(CompletableFuture<SaslChannel> seen) implements SaslMechanism {

    @Override
    public String name() {
      return "PLAIN";
    }

    @Override
    public SaslExchange start(SaslChannel channel) {
      seen.complete(channel);
      return new TokenExchange(TokenProvider.of("x"), token -> new byte[1]);
    }
  }

  @Test
  void a_mechanism_sees_the_place_the_offers_and_what_binds_it_to_the_connection()
      throws Exception {
    CompletableFuture<SaslChannel> seen = new CompletableFuture<>();
    String further = "<other xmlns='urn:example:other'/>";
    try (Trial trial =
        Trial.of(s -> s.then(Trial.secured(Trial.PLAIN + further)).then(Trial::restOfLogin))
            .with(builder -> builder.sasl(Sasl.of(new Noting(seen))))) {
      trial.stream();
      SaslChannel channel = seen.get(10, TimeUnit.SECONDS);
      assertThat(channel.endpoint()).isEqualTo(trial.endpoint());
      assertThat(channel.account().domain()).isEqualTo(DOMAIN);
      assertThat(channel.offered()).containsExactly("PLAIN");
      assertThat(channel.features().offers("other", "urn:example:other")).isTrue();
      X509Certificate server =
          (X509Certificate) Objects.requireNonNull(channel.tls()).getPeerCertificates()[0];
      assertThat(channel.channelBinding("tls-server-end-point"))
          .isEqualTo(MessageDigest.getInstance("SHA-256").digest(server.getEncoded()));
      assertThat(channel.channelBinding("tls-exporter")).isNull();
    }
  }
}
