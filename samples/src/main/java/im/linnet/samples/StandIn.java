package im.linnet.samples;

import im.linnet.ClientBuilder;
import im.linnet.ClientResources;
import im.linnet.XmppClient;
import im.linnet.connect.Dns;
import im.linnet.sasl.Sasl;
import im.linnet.sasl.messenger.MessengerOauth2;
import im.linnet.testkit.dns.DnsServer;
import im.linnet.testkit.messenger.MessengerService;
import im.linnet.testkit.messenger.MessengerUser;
import im.linnet.testkit.messenger.Profile;
import im.linnet.testkit.messenger.RedirectPlan;
import im.linnet.testkit.messenger.RedirectPlan.Hop;
import im.linnet.testkit.messenger.RedirectPlan.When;
import im.linnet.testkit.tls.TestCertificates;
import im.linnet.tls.TlsPolicy;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The Messenger service played on this machine, with one user: a name server of its own leads to
 * its front, which sends clients on to a gateway, as the real one did.
 */
record StandIn(
    MessengerService service,
    DnsServer dns,
    ClientResources resources,
    TestCertificates authority,
    MessengerUser user)
    implements AutoCloseable {

  private static final String FRONT = "xmpp.messenger.live.com";
  private static final String GATEWAY = "BAYMSG1020127.gateway.edge.messenger.live.com";

  static StandIn start() {
    TestCertificates authority = TestCertificates.create();
    byte[] opaque = "an opaque token of the stand-in!".getBytes(StandardCharsets.US_ASCII);
    MessengerUser user =
        new MessengerUser(
            "7a3f0c55d1e94b20",
            "juliet@example.com",
            "Juliet",
            Base64.getEncoder().encodeToString(opaque));
    MessengerService service =
        MessengerService.builder()
            .profile(Profile.YEAR_2012)
            .tls(authority.server(MessengerProfile.DOMAIN).serverContext())
            .redirects(RedirectPlan.of(new Hop(0, When.AFTER_TLS, GATEWAY + ":{1.port}")))
            .user(user)
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
        service, dns, ClientResources.create(1, Dns.of(dns.address())), authority, user);
  }

  ClientBuilder client(Options options) {
    String token = options.has("token-file") ? options.secret("token-file") : user.token();
    return XmppClient.builder(MessengerProfile.DOMAIN)
        .resources(resources)
        .sasl(Sasl.of(MessengerOauth2.token(token)))
        .tls(TlsPolicy.builder().trust(authority.trustAnchor()).build());
  }

  @Override
  public void close() {
    resources.close();
    service.close();
    dns.close();
  }
}
