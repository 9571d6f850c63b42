package im.linnet.jidlookup;

import im.linnet.Extension;
import im.linnet.ServiceProfile;
import im.linnet.XmppClient;
import im.linnet.sasl.Sasl;
import im.linnet.sasl.messenger.MessengerOauth2;
import im.linnet.stream.Endpoint;
import im.linnet.testkit.messenger.MessengerService;
import im.linnet.testkit.messenger.MessengerServiceBuilder;
import im.linnet.testkit.messenger.MessengerUser;
import im.linnet.testkit.messenger.Profile;
import im.linnet.testkit.tls.TestCertificates;
import im.linnet.tls.TlsPolicy;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Users of the Messenger stand-in, and how they sign in. */
final class MessengerClient {

  static final MessengerUser ALICE =
      new MessengerUser("00037ffe11111111", "alice@hotmail.com", "Alice", "EwA+Aq1D/alicQ==");
  static final MessengerUser BOB =
      new MessengerUser("00037ffe22222222", "bob@hotmail.com", "Bob & Co", "EwA+Aq1D/bob1AAA");
  static final MessengerUser MARY =
      new MessengerUser("00037ffe33333333", "o'mary@contoso.com", "Mary", "EwA+Aq1D/maryAAA");

  private static final TestCertificates CERTIFICATES = TestCertificates.create();

  private static final ServiceProfile PROFILE =
      new ServiceProfile() {
        @Override
        public boolean assignsAccount() {
          return true;
        }
      };

  private MessengerClient() {}

  /** A service where Alice and Bob are each other's contact. */
  static MessengerServiceBuilder service(Profile profile) {
    return MessengerService.builder()
        .profile(profile)
        .tls(CERTIFICATES.server("messenger.live.com").serverContext())
        .user(ALICE)
        .user(BOB)
        .user(MARY)
        .friends(ALICE, BOB);
  }

  static XmppClient connected(
      MessengerService service,
      MessengerUser user,
      Function<XmppClient, ? extends Extension> extension)
      throws Exception {
    XmppClient client =
        XmppClient.builder("messenger.live.com")
            .sasl(Sasl.of(MessengerOauth2.token(user.token())))
            .profile(PROFILE)
            .endpoint(
                Endpoint.startTls(
                    service.front().getAddress().getHostAddress(), service.front().getPort()))
            .tls(TlsPolicy.builder().trust(CERTIFICATES.trustAnchor()).build())
            .with(extension)
            .build();
    client.connect().get(20, TimeUnit.SECONDS);
    return client;
  }
}
