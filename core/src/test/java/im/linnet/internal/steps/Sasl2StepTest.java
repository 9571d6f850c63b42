package im.linnet.internal.steps;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.failure.AuthenticationException;
import im.linnet.failure.Phase;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.jid.Jid;
import im.linnet.sasl.FastToken;
import im.linnet.sasl.FastTokens;
import im.linnet.sasl.Sasl;
import im.linnet.sasl.UserAgent;
import im.linnet.stream.Facts;
import im.linnet.stream.Features;
import im.linnet.stream.Inline;
import im.linnet.stream.LostStream;
import im.linnet.stream.Negotiation;
import im.linnet.stream.StreamFeature.Next;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SASL2 (XEP-0388) with what travels inside, and tokens (XEP-0484), without a connection. */
class Sasl2StepTest {

  private static final String SASL2 = "urn:xmpp:sasl:2";
  private static final String FAST = "urn:xmpp:fast:0";
  private static final String BIND2 = "urn:xmpp:bind:0";
  private static final String TOKEN_MECHANISM = "HT-SHA-256-NONE";
  private static final Jid ACCOUNT = Jid.of("user@example.com");
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final Instant LATER = NOW.plusSeconds(60);

  private final UserAgent agent = UserAgent.random().withSoftware("Linnet");
  private final FastTokens tokens = FastTokens.inMemory();
  private final AtomicBoolean again = new AtomicBoolean();
  private final TransportException gone =
      new TransportException(TransportException.Reason.CLOSED, "The server has left");
  private final BoundAddress rules = new BoundAddress(false, Set.of());
  private final Sasl2Authentication step =
      new Sasl2Authentication(
          Sasl.password("pencil").allowPlain(),
          new Fast(tokens, agent, true, () -> NOW, again),
          rules,
          true,
          Runnable::run);

  /** A resumed stream, whatever the server answers. */
  private record Resuming() implements Inline {

    @Override
    public String carrier() {
      return SASL2;
    }

    @Override
    public Asked ask(Element offer, Negotiation negotiation) {
      return new Asked() {
        @Override
        public Element element() {
          return Element.of("resume", "urn:xmpp:sm:3");
        }

        @Override
        public Facts answered(Element answer, Facts facts) {
          LostStream lost = LostStream.of(Jid.of("user@example.com/r"), "id", 0);
          return facts.withResumed(lost, Element.of("resumed", "urn:xmpp:sm:3"));
        }
      };
    }
  }

  private static Element mechanisms(String name, String namespace, String... all) {
    ElementBuilder element = Element.builder(name, namespace);
    for (String mechanism : all) {
      element.child("mechanism", mechanism);
    }
    return element.build();
  }

  private static Features features(Element... children) {
    return new Features(
        Element.builder("features", "http://etherx.jabber.org/streams")
            .children(List.of(children))
            .build());
  }

  private static Features sasl2(String... mechanisms) {
    return features(mechanisms("authentication", SASL2, mechanisms));
  }

  /** PLAIN, tokens and Bind 2. */
  private static Features modern() {
    Element fast = mechanisms("fast", FAST, TOKEN_MECHANISM);
    Element inline =
        Element.builder("inline", SASL2).child(fast).child(Element.of("bind", BIND2)).build();
    return features(mechanisms("authentication", SASL2, "PLAIN").toBuilder().child(inline).build());
  }

  private static ElementBuilder success(String... identifiers) {
    ElementBuilder success = Element.builder("success", SASL2);
    for (String identifier : identifiers) {
      success.child("authorization-identifier", identifier);
    }
    return success;
  }

  private static Element failure(String condition) {
    return Element.builder("failure", SASL2)
        .child(Element.of(condition, ScriptedNegotiation.NS))
        .build();
  }

  private static Element token(String secret, Instant expiry) {
    return Element.builder("token", FAST)
        .attribute("token", secret)
        .attribute("expiry", expiry.toString())
        .build();
  }

  /** The proof of a server that knows the token, without channel binding. */
  private static String proof(String secret) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
    return Base64.getEncoder().encodeToString(mac.doFinal("Responder".getBytes(UTF_8)));
  }

  private Next run(ScriptedNegotiation server) {
    return step.negotiate(server).toCompletableFuture().join();
  }

  private Throwable failed(ScriptedNegotiation server) {
    Throwable[] cause = new Throwable[1];
    assertThatThrownBy(() -> run(server))
        .isInstanceOf(CompletionException.class)
        .satisfies(wrapped -> cause[0] = wrapped.getCause());
    return cause[0];
  }

  private void know(String secret) throws IOException {
    tokens.save(ACCOUNT, FastToken.of(TOKEN_MECHANISM, secret, LATER, agent.id()));
  }

  private static String mechanism(Element authenticate) {
    return String.valueOf(authenticate.attribute("mechanism"));
  }

  @Test
  void is_a_step_of_signing_in_that_may_begin_ahead() {
    assertThat(step.phase()).isEqualTo(Phase.AUTHENTICATING);
    assertThat(step.startsAhead()).isTrue();
    SaslAuthentication old = new SaslAuthentication(step.sasl(), true, Runnable::run);
    assertThat(old.phase()).isEqualTo(Phase.AUTHENTICATING);
    assertThat(old.startsAhead()).isTrue();
  }

  @Test
  void needs_tls_and_an_offer_and_nobody_signed_in() {
    Facts secure = Facts.none().withSecure();
    assertThat(step.accepts(sasl2("PLAIN"), secure)).isTrue();
    assertThat(step.accepts(sasl2("PLAIN"), Facts.none())).isFalse();
    assertThat(step.accepts(sasl2("PLAIN"), secure.withSignIn(SASL2, "PLAIN"))).isFalse();
    assertThat(step.accepts(sasl2("X-OTHER"), secure)).isFalse();
    assertThat(step.accepts(features(), secure)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "PLAIN, PLAIN, true",
    "SCRAM-SHA-1, PLAIN, true",
    "PLAIN, SCRAM-SHA-1, false",
    "SCRAM-SHA-256, SCRAM-SHA-256, true",
    "SCRAM-SHA-1, SCRAM-SHA-256, false"
  })
  void is_taken_if_what_it_offers_is_no_worse(String here, String there, boolean taken) {
    Features both =
        features(
            mechanisms("authentication", SASL2, here),
            mechanisms("mechanisms", ScriptedNegotiation.NS, there));
    assertThat(step.accepts(both, Facts.none().withSecure())).isEqualTo(taken);
  }

  @Test
  void signs_in_by_password_and_says_what_it_is() {
    ScriptedNegotiation server =
        ScriptedNegotiation.of(sasl2("PLAIN")).reply(success("user@example.com").build());
    assertThat(run(server)).isEqualTo(Next.NEW_FEATURES);
    assertThat(server.mechanism).isEqualTo("PLAIN");
    assertThat(server.signedIn.protocol()).isEqualTo(SASL2);
    Element sent = server.sent.get(0);
    assertThat(sent.is("authenticate", SASL2)).isTrue();
    assertThat(sent.children()).hasSize(2);
    Element said = requireNonNull(sent.child("user-agent", SASL2));
    assertThat(said.attribute("id")).isEqualTo(agent.id().toString());
    assertThat(said.childText("software")).isEqualTo("Linnet");
  }

  @Test
  void asks_for_a_token_and_keeps_it() throws Exception {
    ScriptedNegotiation server =
        ScriptedNegotiation.of(modern())
            .reply(success("user@example.com").child(token("t0ken", LATER)).build());
    run(server);
    Element asked = requireNonNull(server.sent.get(0).child("request-token", FAST));
    assertThat(mechanism(asked)).isEqualTo(TOKEN_MECHANISM);
    FastToken kept = requireNonNull(tokens.load(ACCOUNT));
    assertThat(kept.secret()).isEqualTo("t0ken");
    assertThat(kept.userAgent()).isEqualTo(agent.id());
  }

  @Test
  void binds_inside() {
    ScriptedNegotiation server =
        ScriptedNegotiation.of(modern())
            .inlining(new Bind2(agent, rules))
            .reply(success("user@example.com/r").child(Element.of("bound", BIND2)).build());
    assertThat(run(server)).isEqualTo(Next.NEW_FEATURES);
    assertThat(server.signedIn.jid()).isEqualTo(Jid.of("user@example.com/r"));
    Element asked = requireNonNull(server.sent.get(0).child("bind", BIND2));
    assertThat(asked.childText("tag")).isEqualTo("Linnet");
  }

  @Test
  void a_resumed_stream_needs_no_features() {
    ScriptedNegotiation server =
        ScriptedNegotiation.of(modern())
            .inlining(new Resuming())
            .reply(success("user@example.com").build());
    assertThat(run(server)).isEqualTo(Next.DONE);
    assertThat(server.signedIn.jid()).isEqualTo(Jid.of("user@example.com/r"));
    assertThat(server.sent.get(0).child("resume", "urn:xmpp:sm:3")).isNotNull();
  }

  /** Without a resource that was bound the identifier is bare; and it is the account's. */
  @ParameterizedTest
  @ValueSource(
      strings = {"", "user@example.com user@example.com", "user@example.com/r", "b@a.example", "@"})
  void a_success_for_another_address_is_refused(String identifiers) {
    String[] all = identifiers.isEmpty() ? new String[0] : identifiers.split(" ");
    ScriptedNegotiation server = ScriptedNegotiation.of(sasl2("PLAIN")).reply(success(all).build());
    assertThat(failed(server)).isInstanceOf(StreamException.class);
    assertThat(server.mechanism).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"user@example.com/other", "user@example.org", "other@example.com"})
  void a_success_for_another_stream_is_refused(String identifier) {
    ScriptedNegotiation server =
        ScriptedNegotiation.of(modern())
            .inlining(new Resuming())
            .reply(success(identifier).build());
    assertThat(failed(server)).isInstanceOf(StreamException.class);
  }

  @Test
  void a_bare_identifier_for_a_bound_resource_is_refused() {
    ScriptedNegotiation server =
        ScriptedNegotiation.of(modern())
            .inlining(new Bind2(agent, rules))
            .reply(success("user@example.com").child(Element.of("bound", BIND2)).build());
    assertThat(failed(server)).isInstanceOf(StreamException.class);
  }

  @Test
  void what_is_no_answer_of_sasl2_is_a_fault() {
    ScriptedNegotiation server =
        ScriptedNegotiation.of(sasl2("PLAIN")).reply(Element.of("success", "urn:other"));
    assertThat(failed(server)).isInstanceOf(StreamException.class);
  }

  @Test
  void signs_in_by_token() throws Exception {
    know("t0ken");
    ScriptedNegotiation server =
        ScriptedNegotiation.of(modern())
            .reply(
                success("user@example.com")
                    .child("additional-data", proof("t0ken"))
                    .child(token("next", LATER))
                    .build());
    assertThat(run(server)).isEqualTo(Next.NEW_FEATURES);
    assertThat(mechanism(server.sent.get(0))).isEqualTo(TOKEN_MECHANISM);
    assertThat(server.sent.get(0).child("fast", FAST)).isNotNull();
    assertThat(server.mechanism).isEqualTo(TOKEN_MECHANISM);
    FastToken kept = requireNonNull(tokens.load(ACCOUNT));
    assertThat(kept.secret()).isEqualTo("next");
  }

  @Test
  void a_server_that_does_not_know_the_token_proves_nothing() throws Exception {
    know("t0ken");
    ScriptedNegotiation server =
        ScriptedNegotiation.of(modern())
            .reply(success("user@example.com").child("additional-data", proof("other")).build());
    assertThat(failed(server)).isInstanceOf(AuthenticationException.class);
    assertThat(server.verbs()).containsExactly("authenticate");
  }

  @Test
  void after_a_refused_token_the_password_follows() throws Exception {
    know("t0ken");
    ScriptedNegotiation server =
        ScriptedNegotiation.of(modern())
            .reply(failure("not-authorized"))
            .reply(success("user@example.com").build());
    assertThat(run(server)).isEqualTo(Next.NEW_FEATURES);
    assertThat(server.sent)
        .extracting(Sasl2StepTest::mechanism)
        .containsExactly(TOKEN_MECHANISM, "PLAIN");
    assertThat(server.sent.get(1).child("request-token", FAST)).isNotNull();
    assertThat(tokens.load(ACCOUNT)).isNull();
    assertThat(again).isFalse();
  }

  /** A stream may be of no use after the refusal; a wrong password is wrong on any. */
  @ParameterizedTest
  @CsvSource({"not-authorized, false", "malformed-request, true"})
  void what_fails_after_a_refused_token_may_be_tried_again(String condition, boolean worth)
      throws Exception {
    know("t0ken");
    ScriptedNegotiation server =
        ScriptedNegotiation.of(modern()).reply(failure("not-authorized")).reply(failure(condition));
    assertThat(failed(server))
        .isInstanceOfSatisfying(
            AuthenticationException.class,
            refused -> assertThat(refused.condition()).isEqualTo(condition));
    assertThat(again.get()).isEqualTo(worth);
  }

  @Test
  void a_stream_that_ends_after_a_refused_token_was_refused() throws Exception {
    know("t0ken");
    ScriptedNegotiation server =
        ScriptedNegotiation.of(modern()).reply(failure("not-authorized")).breaks(gone);
    assertThat(failed(server))
        .isInstanceOfSatisfying(
            AuthenticationException.class,
            refused -> assertThat(refused.condition()).isEqualTo("not-authorized"));
  }

  @Test
  void a_stream_that_ends_does_not_cost_the_token() throws Exception {
    know("t0ken");
    assertThat(failed(ScriptedNegotiation.of(modern()).breaks(gone))).isSameAs(gone);
    assertThat(tokens.load(ACCOUNT)).isNotNull();
  }
}
