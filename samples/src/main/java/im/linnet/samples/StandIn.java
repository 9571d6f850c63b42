package im.linnet.samples;

import im.linnet.ClientBuilder;
import im.linnet.XmppClient;
import im.linnet.sasl.Sasl;
import im.linnet.sasl.messenger.MessengerOauth2;
import im.linnet.stream.Endpoint;
import im.linnet.testkit.messenger.MessengerService;
import im.linnet.testkit.messenger.MessengerUser;
import im.linnet.testkit.messenger.Profile;
import im.linnet.testkit.tls.TestCertificates;
import im.linnet.tls.TlsPolicy;
import java.util.Base64;

/** The stand-in for the Messenger service with one user, for {@link Messenger}. */
record StandIn(MessengerService service, TestCertificates authority, MessengerUser user)
    implements AutoCloseable {

  static StandIn start() {
    TestCertificates authority = TestCertificates.create();
    String token =
        Base64.getEncoder()
            .encodeToString(
                "an opaque access token!".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    MessengerUser user =
        new MessengerUser("7a3f0c55d1e94b20", "juliet@example.com", "Juliet", token);
    MessengerService service =
        MessengerService.builder()
            .profile(Profile.YEAR_2012)
            .tls(authority.server(MessengerProfile.DOMAIN).serverContext())
            .user(user)
            .start();
    return new StandIn(service, authority, user);
  }

  ClientBuilder client(Options options) {
    String token = options.has("token-file") ? options.secret("token-file") : user.token();
    return XmppClient.builder(MessengerProfile.DOMAIN)
        .sasl(Sasl.of(MessengerOauth2.token(token)))
        .endpoint(Endpoint.startTls("127.0.0.1", service.front().getPort()))
        .tls(TlsPolicy.builder().trust(authority.trustAnchor()).build());
  }

  @Override
  public void close() {
    service.close();
  }
}
