package im.linnet.sasl.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import im.linnet.ClientBuilder;
import im.linnet.ClientResources;
import im.linnet.ServiceProfile;
import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState;
import im.linnet.connection.ConnectionState.Connected;
import im.linnet.connection.ConnectionState.Connecting;
import im.linnet.connection.ConnectionState.Disconnected;
import im.linnet.endpoint.Dns;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.AuthenticationException;
import im.linnet.failure.Redirect;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.XmppException;
import im.linnet.sasl.Sasl;
import im.linnet.testkit.messenger.Ending;
import im.linnet.testkit.messenger.Login;
import im.linnet.testkit.messenger.MessengerService;
import im.linnet.testkit.messenger.MessengerServiceBuilder;
import im.linnet.testkit.messenger.MessengerUser;
import im.linnet.testkit.messenger.Profile;
import im.linnet.testkit.messenger.RedirectPlan;
import im.linnet.testkit.messenger.RedirectPlan.Hop;
import im.linnet.testkit.messenger.RedirectPlan.When;
import im.linnet.testkit.messenger.SessionFeature;
import im.linnet.testkit.messenger.SignIn;
import im.linnet.testkit.messenger.TlsOffer;
import im.linnet.testkit.tls.TestCertificates;
import im.linnet.tls.TlsPolicy;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sign-in to the service of 2011 and of 2012, with all the oddities that were observed. */
@Timeout(120)
class MessengerNegotiationTest {

  private static final String DOMAIN = "messenger.live.com";
  private static final MessengerUser ALICE =
      new MessengerUser("00037ffe11111111", "alice@hotmail.com", "Alice", "EwA+Aq1D/alicQ==");
  private static final String BARE = "00037ffe11111111@" + DOMAIN;
  private static final TestCertificates AUTHORITY = TestCertificates.create();
  private static final ServiceProfile MESSENGER =
      new ServiceProfile() {
        @Override
        public boolean assignsAccount() {
          return true;
        }
      };

  private static ClientResources resources = ClientResources.create(1, Dns.system());

  private final BlockingQueue<ConnectionState> states = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<AutoCloseable> open = new LinkedBlockingQueue<>();

  @BeforeAll
  static void startThreads() {
    resources = ClientResources.create(1, Dns.system());
  }

  @AfterAll
  static void stopThreads() {
    resources.close();
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private static MessengerServiceBuilder of(Profile profile) {
    return MessengerService.builder()
        .profile(profile)
        .tls(AUTHORITY.server(DOMAIN).serverContext())
        .user(ALICE);
  }

  private MessengerService started(MessengerServiceBuilder builder) {
    MessengerService service = builder.start();
    open.add(service);
    return service;
  }

  private static ClientBuilder to(MessengerService service) {
    return XmppClient.builder("_@" + DOMAIN)
        .profile(MESSENGER)
        .sasl(Sasl.of(MessengerOauth2.token(ALICE.token())))
        .resources(resources)
        .tls(TlsPolicy.builder().trust(AUTHORITY.trustAnchor()).build())
        .endpoint(endpoint(service, 0));
  }

  private static Endpoint endpoint(MessengerService service, int listener) {
    var address = listener == 0 ? service.front() : service.gateway(listener);
    return Endpoint.startTls("127.0.0.1", address.getPort());
  }

  private XmppClient client(ClientBuilder builder) {
    XmppClient client = builder.build();
    client.onState(states::add);
    return client;
  }

  /** Signs in, and asserts that no secret was sent in clear text. */
  private BoundStream signIn(MessengerService service, ClientBuilder builder) throws Exception {
    BoundStream stream = client(builder).connect().get(10, TimeUnit.SECONDS);
    assertThat(states.take()).isInstanceOf(Connecting.class);
    assertThat(states.take()).isEqualTo(new Connected(stream));
    Login login = service.logins().await("a sign-in", each -> true);
    assertThat(login.jid()).isEqualTo(stream.jid().toString());
    assertThat(login.secured()).isTrue();
    hidesTheToken(service);
    return stream;
  }

  private <X extends XmppException> X failure(
      MessengerService service, Class<X> type, ClientBuilder builder) throws Exception {
    Throwable thrown = catchThrowable(() -> client(builder).connect().get(10, TimeUnit.SECONDS));
    assertThat(thrown).isInstanceOf(ExecutionException.class);
    X failure = type.cast(Objects.requireNonNull(thrown.getCause()));
    assertThat(states.take()).isInstanceOf(Connecting.class);
    assertThat(states.take()).isEqualTo(new Disconnected(failure));
    assertThat(failure.where()).isNotNull();
    assertThat(failure.getMessage()).doesNotContain(ALICE.token());
    hidesTheToken(service);
    return failure;
  }

  private static void hidesTheToken(MessengerService service) {
    assertThat(service.received().all())
        .allSatisfy(
            received -> {
              if (received.secured()) {
                return;
              }
              assertThat(received.element().localName()).isIn("stream", "starttls", "error");
              assertThat(received.raw()).doesNotContain(ALICE.token());
            });
    assertThat(service.received().all())
        .filteredOn(received -> received.element().localName().equals("stream"))
        .allSatisfy(header -> assertThat(header.element().attribute("to")).isEqualTo(DOMAIN));
  }

  @ParameterizedTest(name = "e.3, e.12, e.29: {0}")
  @EnumSource(Profile.class)
  void signs_in_by_a_token(Profile profile) throws Exception {
    MessengerService service = started(of(profile));
    BoundStream stream = signIn(service, to(service));
    assertThat(stream.jid().bare()).hasToString(BARE);
    assertThat(stream.mechanism()).isEqualTo("X-MESSENGER-OAUTH2");
    boolean later = profile == Profile.YEAR_2012;
    assertThat(stream.redirects()).hasSize(later ? 1 : 0);
    assertThat(stream.endpoint()).isEqualTo(endpoint(service, later ? 1 : 0));
  }

  @ParameterizedTest(name = "e.7: the name as [{0}]")
  @ValueSource(strings = {"X-MESSENGER-OAUTH2 ", "\n\tX-MESSENGER-OAUTH2\n"})
  void trims_the_name_of_the_mechanism(String text) throws Exception {
    for (Profile profile : Profile.values()) {
      MessengerService service =
          started(of(profile).settings(s -> s.withSignIn(s.signIn().withMechanism(text))));
      assertThat(signIn(service, to(service)).mechanism()).isEqualTo(SignIn.MECHANISM);
      assertThat(service.received().all())
          .filteredOn(received -> received.element().localName().equals("auth"))
          .singleElement()
          .satisfies(
              auth ->
                  assertThat(auth.element().attribute("mechanism")).isEqualTo(SignIn.MECHANISM));
    }
  }

  @ParameterizedTest(name = "e.9: percent-encoded, {0}")
  @EnumSource(Profile.class)
  void decodes_a_token_once(Profile profile) throws Exception {
    MessengerService service = started(of(profile));
    String encoded = "EwA%2bAq1D%2falicQ%3d%3d";
    signIn(service, to(service).sasl(Sasl.of(MessengerOauth2.token(encoded))));
    assertThat(service.received().all())
        .filteredOn(received -> received.element().localName().equals("auth"))
        .singleElement()
        .satisfies(auth -> assertThat(auth.element().text()).isEqualTo(ALICE.token()));
  }

  @ParameterizedTest(name = "e.30: {0}")
  @EnumSource(SessionFeature.class)
  void begins_a_session_where_it_must(SessionFeature feature) throws Exception {
    for (Profile profile : Profile.values()) {
      MessengerService service = started(of(profile).settings(s -> s.withSession(feature)));
      signIn(service, to(service));
      assertThat(service.received().all())
          .filteredOn(received -> received.raw().contains("xmpp-session"))
          .hasSize(feature == SessionFeature.REQUIRED ? 1 : 0);
    }
  }

  static Stream<Arguments> redirects() {
    return Stream.of(When.values())
        .filter(when -> when != When.IN_SESSION)
        .flatMap(when -> Stream.of(Ending.values()).map(ending -> Arguments.of(when, ending)));
  }

  @ParameterizedTest(name = "e.17-19: {0}, then {1}")
  @MethodSource("redirects")
  void follows_a_redirect(When when, Ending ending) throws Exception {
    MessengerService service =
        started(of(Profile.YEAR_2012).redirects(RedirectPlan.toGateway(when).ending(ending)));
    BoundStream stream = signIn(service, to(service));
    assertThat(stream.redirects()).hasSize(1);
    Redirect redirect = stream.redirects().get(0);
    assertThat(redirect.from()).isEqualTo(endpoint(service, 0));
    assertThat(redirect.to()).isEqualTo(endpoint(service, 1).toString());
    assertThat(stream.endpoint()).isEqualTo(endpoint(service, 1));
    assertThat(stream.tlsProtocol()).startsWith("TLS");
  }

  @ParameterizedTest(name = "e.19: in session, then {0}")
  @EnumSource(value = Ending.class, names = "RESET", mode = EnumSource.Mode.EXCLUDE)
  void follows_a_redirect_out_of_the_session(Ending ending) throws Exception {
    MessengerService service =
        started(
            of(Profile.YEAR_2012)
                .redirects(RedirectPlan.toGateway(When.IN_SESSION).ending(ending)));
    signIn(service, to(service));
    service.redirectSessions();
    assertThat(states.take()).isInstanceOf(Connecting.class);
    assertThat(states.take())
        .isInstanceOfSatisfying(
            Connected.class,
            connected -> {
              assertThat(connected.stream().redirects()).hasSize(1);
              assertThat(connected.stream().endpoint()).isEqualTo(endpoint(service, 1));
              assertThat(connected.stream().jid().bare()).hasToString(BARE);
            });
    service.logins().await("the second sign-in", login -> login.listener() == 1);
    hidesTheToken(service);
  }

  @ParameterizedTest(name = "e.24: {0}")
  @EnumSource(value = When.class, names = "IN_SESSION", mode = EnumSource.Mode.EXCLUDE)
  void stops_going_round_in_circles(When when) throws Exception {
    MessengerService service =
        started(
            of(Profile.YEAR_2012)
                .redirects(RedirectPlan.of(new Hop(0, when, "{1}"), new Hop(1, when, "{0}"))));
    TransportException failure = failure(service, TransportException.class, to(service));
    assertThat(failure.reason()).isEqualTo(Reason.REDIRECT);
    assertThat(failure)
        .hasMessageContaining(
            "%s → %s → %s"
                .formatted(endpoint(service, 0), endpoint(service, 1), endpoint(service, 0)));
  }

  @ParameterizedTest(name = "e.4, e.5: {0}")
  @EnumSource(value = TlsOffer.class, names = "REQUIRED", mode = EnumSource.Mode.EXCLUDE)
  void never_signs_in_without_tls(TlsOffer offer) throws Exception {
    for (Profile profile : Profile.values()) {
      MessengerService service = started(of(profile).settings(s -> s.withTls(offer)));
      TransportException failure = failure(service, TransportException.class, to(service));
      assertThat(failure.reason())
          .isEqualTo(offer == TlsOffer.REFUSED ? Reason.TLS_REFUSED : Reason.TLS_NOT_OFFERED);
    }
  }

  @ParameterizedTest(name = "e.6: {0}")
  @EnumSource(Profile.class)
  @DisplayName("the certificate names the gateway alone")
  void takes_the_gateways_certificate_only_if_told_so(Profile profile) throws Exception {
    String gateway = "bay.gateway.edge.messenger.live.com";
    MessengerServiceBuilder badly = of(profile).tls(AUTHORITY.server(gateway).serverContext());
    MessengerService service = started(badly);
    TransportException failure = failure(service, TransportException.class, to(service));
    assertThat(failure.reason()).isEqualTo(Reason.TLS_IDENTITY);
    signIn(
        service,
        to(service)
            .tls(TlsPolicy.builder().trust(AUTHORITY.trustAnchor()).alsoAccept(gateway).build()));
  }

  @ParameterizedTest(name = "e.26: the gateway's certificate, {0}")
  @EnumSource(
      value = When.class,
      names = {"CLEAR_TEXT", "AFTER_TLS", "AFTER_SASL", "BINDING"})
  void holds_the_gateway_to_the_domains_name(When when) throws Exception {
    MessengerService service =
        started(
            of(Profile.YEAR_2012)
                .redirects(RedirectPlan.toGateway(when))
                .tls(1, AUTHORITY.server("127.0.0.1", "bay.gateway.test").serverContext()));
    TransportException failure = failure(service, TransportException.class, to(service));
    assertThat(failure.reason()).isEqualTo(Reason.TLS_IDENTITY);
    assertThat(Objects.requireNonNull(failure.where()).redirects()).hasSize(1);
    assertThat(service.received().all())
        .noneMatch(received -> received.listener() == 1 && received.secured());
  }

  @ParameterizedTest(name = "e.8: only {0}")
  @ValueSource(strings = {"PLAIN", "DIGEST-MD5"})
  void does_not_send_the_token_by_another_mechanism(String name) throws Exception {
    for (Profile profile : Profile.values()) {
      MessengerService service =
          started(of(profile).settings(s -> s.withSignIn(s.signIn().withMechanism(name))));
      AuthenticationException failure =
          failure(service, AuthenticationException.class, to(service));
      assertThat(failure.reason()).isEqualTo(AuthenticationException.Reason.NO_MECHANISM);
      assertThat(service.received().all())
          .noneMatch(received -> received.element().localName().equals("auth"));
    }
  }

  @ParameterizedTest(name = "e.14: a refusal, then {0}")
  @EnumSource(Ending.class)
  void tells_why_it_was_refused(Ending ending) throws Exception {
    MessengerService service =
        started(
            of(Profile.YEAR_2011)
                .settings(s -> s.withSignIn(s.signIn().withFailure("Token expired", ending))));
    AuthenticationException failure =
        failure(
            service,
            AuthenticationException.class,
            to(service).sasl(Sasl.of(MessengerOauth2.token("EwA+staleAAA"))));
    assertThat(failure.condition()).isEqualTo("not-authorized");
    assertThat(failure.text()).isEqualTo("Token expired");
    assertThat(failure.lang()).isEqualTo("en");
    assertThat(failure.retryable()).isFalse();
    assertThat(service.received().all()).allMatch(received -> received.connection() == 1);
  }
}
