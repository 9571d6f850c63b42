package im.linnet.sasl.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.AuthenticationException;
import im.linnet.failure.AuthenticationException.Reason;
import im.linnet.failure.RefusedException;
import im.linnet.jid.Jid;
import im.linnet.oauth.CodeFlow;
import im.linnet.oauth.ConsentNeeded;
import im.linnet.oauth.OauthClient;
import im.linnet.oauth.OauthEndpoints;
import im.linnet.oauth.TokenEndpoint;
import im.linnet.oauth.TokenSource;
import im.linnet.oauth.Tokens;
import im.linnet.sasl.Sasl;
import im.linnet.sasl.TokenProvider;
import im.linnet.sasl.messenger.MessengerProfile.Year;
import im.linnet.stanza.Message;
import im.linnet.test.Failures;
import im.linnet.test.FrozenClock;
import im.linnet.testkit.messenger.MessengerService;
import im.linnet.testkit.messenger.MessengerServiceBuilder;
import im.linnet.testkit.messenger.MessengerUser;
import im.linnet.testkit.messenger.Profile;
import im.linnet.testkit.messenger.RedirectPlan;
import im.linnet.testkit.messenger.TokenBook;
import im.linnet.testkit.messenger.oauth.Browser;
import im.linnet.testkit.messenger.oauth.OauthService;
import im.linnet.testkit.messenger.oauth.TokenAnswer;
import im.linnet.testkit.tls.TestCertificates;
import im.linnet.tls.TlsPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From the user's consent to a bound stream, against the stand-ins of both services. */
@Timeout(120)
class MessengerSignInTest {

  private static final TestCertificates AUTHORITY = TestCertificates.create();
  private static final MessengerUser ALICE =
      new MessengerUser("00037ffe12345678", "alice@hotmail.com", "Alice", "");

  private final FrozenClock clock = new FrozenClock(Instant.parse("2012-05-01T12:00:00Z"));
  private final TokenBook book = new TokenBook(clock);
  private final OauthService oauth = OauthService.start("app", ALICE, book);
  private final MessengerService messenger = builder().redirects(RedirectPlan.none()).start();
  private final OauthClient app =
      LiveOauth.client(
          "app", new OauthEndpoints(oauth.authorize(), oauth.token(), oauth.desktop()));
  private final List<XmppClient> clients = new ArrayList<>();
  private final Queue<String> wire = new ConcurrentLinkedQueue<>();

  private MessengerServiceBuilder builder() {
    return MessengerService.builder()
        .tls(AUTHORITY.server(MessengerProfile.DOMAIN).serverContext())
        .user(ALICE)
        .tokens(book);
  }

  @AfterEach
  void close() throws Exception {
    for (XmppClient client : clients) {
      client.shutdown().get(10, TimeUnit.SECONDS);
    }
    messenger.close();
    oauth.close();
  }

  private XmppClient client(TokenProvider source, MessengerService service, Year year) {
    XmppClient client =
        XmppClient.builder(MessengerProfile.DOMAIN)
            .profile(MessengerProfile.of(year))
            .sasl(Sasl.of(MessengerOauth2.tokens(source)))
            .endpoint(Endpoint.startTls("127.0.0.1", service.front().getPort()))
            .onWire(event -> wire.add(event.toString()))
            .tls(TlsPolicy.builder().trust(AUTHORITY.trustAnchor()).build())
            .build();
    clients.add(client);
    return client;
  }

  private XmppClient client(TokenProvider source) {
    return client(source, messenger, Year.YEAR_2012);
  }

  private TokenEndpoint endpoint(OauthClient application) {
    return TokenEndpoint.of(application).withClock(clock);
  }

  private static <T> T await(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  private static AuthenticationException failure(CompletableFuture<BoundStream> future)
      throws Exception {
    return Failures.of(future, AuthenticationException.class);
  }

  private static ConsentNeeded consent(Throwable failure) {
    return Objects.requireNonNull(ConsentNeeded.in(failure), "what is said of consent");
  }

  /** A source with the user's consent. */
  private TokenSource consented(OauthClient application) throws Exception {
    TokenSource source = TokenSource.of(endpoint(application));
    await(new CodeFlow(endpoint(application)).run(new Browser()).thenCompose(source::accept));
    return source;
  }

  @ParameterizedTest
  @EnumSource(Year.class)
  void signs_in_by_the_code_flow(Year year) throws Exception {
    Profile profile = year == Year.YEAR_2011 ? Profile.YEAR_2011 : Profile.YEAR_2012;
    try (MessengerService service = builder().profile(profile).start()) {
      XmppClient client = client(consented(app), service, year);
      BoundStream stream = await(client.connect());
      assertThat(stream.jid().bare()).isEqualTo(Jid.of(service.jidOf(ALICE)));
      assertThat(stream.mechanism()).isEqualTo(MessengerOauth2.NAME);
      assertThat(oauth.requests()).hasSize(1);

      CompletableFuture<Message> echo = new CompletableFuture<>();
      client.onMessage(echo::complete);
      await(client.send(Message.chat(Jid.of(service.echoJid()), "Grüße")));
      assertThat(await(echo).body()).isEqualTo("echo: Grüße");
      assertThat(client.send(Message.builder(Jid.of(service.echoJid())).build()))
          .failsWithin(Duration.ofSeconds(5))
          .withThrowableOfType(ExecutionException.class)
          .withCauseInstanceOf(RefusedException.class);
      client.shutdown().get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  @DisplayName("scenario 16: expired by clock before connecting")
  void refreshes_an_expired_token_first() throws Exception {
    TokenSource source = consented(app);
    clock.advance(Duration.ofHours(2));
    await(client(source).connect());
    assertThat(oauth.requests())
        .extracting(form -> form.get("grant_type"))
        .containsExactly("authorization_code", "refresh_token");
    assertThat(auths()).isEqualTo(1);
  }

  @Test
  @DisplayName("scenario 47: the token's lifetime passes during the session")
  void stays_connected_when_the_token_expires() throws Exception {
    TokenSource source = consented(app);
    XmppClient first = client(source);
    await(first.connect());
    clock.advance(Duration.ofHours(2));
    CompletableFuture<Message> echo = new CompletableFuture<>();
    first.onMessage(echo::complete);
    await(first.send(Message.chat(Jid.of(messenger.echoJid()), "still there")));
    assertThat(await(echo).body()).isEqualTo("echo: still there");
    assertThat(oauth.requests()).hasSize(1);

    await(client(source).connect());
    assertThat(oauth.requests()).hasSize(2);
  }

  @Test
  @DisplayName("scenario 15: refused, refreshed once, one retry")
  void refreshes_a_refused_token_once() throws Exception {
    TokenSource source = consented(app);
    book.revoke(ALICE);
    await(client(source).connect());
    assertThat(oauth.requests()).hasSize(2);
    assertThat(auths()).isEqualTo(2);
    assertThat(new HashSet<>(sentTokens())).hasSize(2);
  }

  @Test
  void takes_both_tries_for_one_attempt() throws Exception {
    TokenSource source = consented(app);
    book.revoke(ALICE);
    XmppClient client = client(source);
    Queue<String> states = new ConcurrentLinkedQueue<>();
    client.onState(state -> states.add(state.getClass().getSimpleName()));
    await(client.connect());
    client.shutdown().get(10, TimeUnit.SECONDS);
    assertThat(states).startsWith("Connecting", "Connected").doesNotContain("Disconnected");
  }

  @Test
  void tries_a_token_that_nobody_renews_once() throws Exception {
    String token = await(consented(app).token());
    book.revoke(ALICE);
    XmppClient client = client(() -> CompletableFuture.completedFuture(token));
    AuthenticationException refusal = failure(client.connect());
    assertThat(refusal.reason()).isEqualTo(Reason.REFUSED);
    assertThat(refusal.condition()).isEqualTo("not-authorized");
    assertThat(auths()).isEqualTo(1);
  }

  @Test
  @DisplayName("scenario 15: the second refusal is final")
  void gives_up_when_a_refreshed_token_is_refused_too() throws Exception {
    // The service refuses this token, however often it is refreshed.
    TokenSource source = consented(app.withScopes("wl.basic", "wl.offline_access"));
    XmppClient client = client(source);
    AuthenticationException refusal = failure(client.connect());
    assertThat(refusal.reason()).isEqualTo(Reason.REFUSED);
    assertThat(auths()).isEqualTo(2);
    assertThat(oauth.requests()).hasSize(2);

    for (int i = 0; i < 3; i++) {
      AuthenticationException later = failure(client.connect());
      assertThat(later.reason()).isEqualTo(Reason.CREDENTIALS);
      ConsentNeeded needed = consent(later);
      assertThat(needed.reason()).isEqualTo(ConsentNeeded.Reason.REFUSED_AFRESH);
    }
    assertThat(auths()).isEqualTo(2);
    assertThat(oauth.requests()).hasSize(2);
  }

  @Test
  void says_that_consent_is_needed_and_goes_on_with_it() throws Exception {
    TokenSource source = TokenSource.of(endpoint(app));
    XmppClient client = client(source);
    AuthenticationException failure = failure(client.connect());
    assertThat(failure.mechanism()).isEqualTo(MessengerOauth2.NAME);
    ConsentNeeded needed = consent(failure);
    assertThat(needed.reason()).isEqualTo(ConsentNeeded.Reason.NEVER_GIVEN);
    assertThat(needed.authorization().toString()).startsWith(oauth.authorize() + "?client_id=app&");
    assertThat(auths()).isZero();

    Tokens tokens = await(new CodeFlow(endpoint(app)).run(new Browser()));
    await(source.accept(tokens).thenCompose(saved -> client.connect()));
  }

  @Test
  void says_that_consent_is_needed_when_it_was_taken_back() throws Exception {
    TokenSource source = consented(app);
    oauth.revoke();
    AuthenticationException failure = failure(client(source).connect());
    ConsentNeeded needed = consent(failure);
    assertThat(needed.reason()).isEqualTo(ConsentNeeded.Reason.REVOKED);
    assertThat(auths()).isEqualTo(1);
  }

  @Test
  void many_connections_refresh_once() throws Exception {
    TokenSource source = consented(app);
    clock.advance(Duration.ofHours(2));
    List<CompletableFuture<BoundStream>> streams = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      streams.add(client(source).connect());
    }
    for (CompletableFuture<BoundStream> stream : streams) {
      await(stream);
    }
    assertThat(oauth.requests()).hasSize(2);
  }

  @Test
  @DisplayName("scenario 9: a token that the endpoint percent-encodes")
  void signs_in_by_a_percent_encoded_token() throws Exception {
    oauth.answer(TokenAnswer.PERCENT_ENCODED);
    await(client(consented(app)).connect());
    String token = sentTokens().get(0);
    assertThat(token).doesNotContain("%");
    assertThat(wire.toString())
        .contains("X-MESSENGER-OAUTH2")
        .doesNotContain(token.substring(0, 16));
  }

  private long auths() {
    return sentTokens().size();
  }

  private List<String> sentTokens() {
    return messenger.received().all().stream()
        .filter(each -> each.element().is("urn:ietf:params:xml:ns:xmpp-sasl", "auth"))
        .map(each -> each.element().text())
        .toList();
  }
}
