package im.linnet.samples;

import im.linnet.ClientBuilder;
import im.linnet.ClientResources;
import im.linnet.XmppClient;
import im.linnet.connection.KeepAlive;
import im.linnet.endpoint.Dns;
import im.linnet.oauth.OauthEndpoints;
import im.linnet.oauth.TokenEndpoint;
import im.linnet.sasl.messenger.LiveOauth;
import im.linnet.sasl.messenger.MessengerProfile;
import im.linnet.testkit.dns.DnsServer;
import im.linnet.testkit.messenger.Card;
import im.linnet.testkit.messenger.Ending;
import im.linnet.testkit.messenger.IdleRule;
import im.linnet.testkit.messenger.MessengerService;
import im.linnet.testkit.messenger.MessengerUser;
import im.linnet.testkit.messenger.Profile;
import im.linnet.testkit.messenger.RedirectPlan;
import im.linnet.testkit.messenger.RedirectPlan.Hop;
import im.linnet.testkit.messenger.RedirectPlan.When;
import im.linnet.testkit.messenger.TokenBook;
import im.linnet.testkit.messenger.oauth.OauthService;
import im.linnet.testkit.tls.TestCertificates;
import im.linnet.tls.TlsPolicy;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;

/**
 * A stand-in for the Messenger service on this machine: a name server that names its front, a front
 * that redirects clients to a gateway, and the OAuth pages. Time is scaled: an idle minute takes
 * two seconds.
 */
record StandIn(
    MessengerService service,
    OauthService oauth,
    DnsServer dns,
    ClientResources resources,
    TestCertificates authority)
    implements AutoCloseable {

  /** How long a session may be idle; long enough for a machine that pauses for a second. */
  static final Duration IDLE_LIMIT = Duration.ofSeconds(2);

  static final MessengerUser JULIET =
      new MessengerUser("7a3f0c55d1e94b20", "juliet@example.com", "Juliet", "never used");
  static final MessengerUser ROMEO =
      new MessengerUser("19c2e8a4b7d6035f", "romeo@example.com", "Romeo", "cm9tZW8ncyB0b2tlbg==");
  static final MessengerUser NURSE =
      new MessengerUser(
          "5b1d9e7f30a8c264", "nurse@example.com", "The Nurse", "bnVyc2UncyB0b2tlbg==");
  static final MessengerUser MERCUTIO =
      new MessengerUser(
          "e03b6a91c45d287f", "mercutio@example.com", "Mercutio", "bWVyY3V0aW8ncyB0b2tlbg==");

  private static final String CLIENT_ID = "00000000480AC0DE";
  private static final String FRONT = "xmpp.messenger.live.com";
  private static final String GATEWAY = "BAYMSG1020127.gateway.edge.messenger.live.com";
  private static final byte[] PORTRAIT =
      Base64.getDecoder()
          .decode(
              "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E"
                  + "rkJggg==");

  static StandIn start() {
    TestCertificates authority = TestCertificates.create();
    TokenBook tokens = new TokenBook(Clock.systemUTC());
    MessengerService service =
        MessengerService.builder()
            .profile(Profile.YEAR_2012)
            .tls(authority.server(MessengerProfile.DOMAIN).serverContext())
            .redirects(RedirectPlan.of(new Hop(0, When.AFTER_TLS, GATEWAY + ":{1.port}")))
            .idle(IdleRule.after(IDLE_LIMIT, Ending.FIN))
            .tokens(tokens)
            .user(JULIET)
            .user(ROMEO)
            .user(NURSE)
            .user(MERCUTIO)
            .friends(JULIET, NURSE)
            .card(NURSE, Card.of("The Nurse").withPhoto("image/png", PORTRAIT))
            .start();
    DnsServer dns =
        DnsServer.builder()
            .srv(
                "_xmpp-client._tcp." + MessengerProfile.DOMAIN,
                0,
                0,
                service.front().getPort(),
                FRONT)
            .a(FRONT, "127.0.0.1")
            .a(GATEWAY, "127.0.0.1")
            .start();
    return new StandIn(
        service,
        OauthService.start(CLIENT_ID, JULIET, tokens),
        dns,
        ClientResources.create(1, Dns.of(dns.address())),
        authority);
  }

  /** The endpoint of Juliet's tokens. */
  TokenEndpoint tokens() {
    return TokenEndpoint.of(
        LiveOauth.client(
            CLIENT_ID, new OauthEndpoints(oauth.authorize(), oauth.token(), oauth.desktop())));
  }

  /** A builder of a client of the stand-in, still without credentials. */
  ClientBuilder client() {
    return XmppClient.builder(MessengerProfile.DOMAIN)
        .resources(resources)
        .tls(TlsPolicy.builder().trust(authority.trustAnchor()).build())
        .keepAlive(KeepAlive.ping(IDLE_LIMIT.dividedBy(2)));
  }

  @Override
  public void close() {
    resources.close();
    service.close();
    oauth.close();
    dns.close();
  }
}
