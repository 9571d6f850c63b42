package im.linnet.testkit.messenger;

import im.linnet.testkit.Contexts;
import im.linnet.testkit.RawClient;
import java.io.IOException;
import java.net.InetSocketAddress;

/** The steps of a login, for a client of raw text. */
final class MessengerLogin {
  static final Contexts TLS = Contexts.create();
  static final MessengerUser ALICE =
      new MessengerUser("00037ffe11111111", "alice@hotmail.com", "Alice", "EwA+Aq1D/alice==");
  static final MessengerUser BOB =
      new MessengerUser("00037ffe22222222", "bob@hotmail.com", "Bob & Co", "EwA+Aq1D/bob===");
  static final String ALICE_JID = "00037ffe11111111@messenger.live.com";
  static final String BOB_JID = "00037ffe22222222@messenger.live.com";

  private static final String FEATURES_END = "</stream:features>";

  private MessengerLogin() {}

  static MessengerServiceBuilder service() {
    return MessengerService.builder().tls(TLS.server()).user(ALICE).user(BOB);
  }

  /** A service without redirects. */
  static MessengerServiceBuilder direct() {
    return service().redirects(RedirectPlan.none());
  }

  static RawClient open(InetSocketAddress address) throws IOException {
    return RawClient.connect(address).header("messenger.live.com");
  }

  /** Up to the header under TLS. */
  static RawClient secure(InetSocketAddress address) throws IOException {
    RawClient client = open(address);
    client.readTo(FEATURES_END);
    client.send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>").readTo("-tls'/>");
    return client.startTls(TLS.client()).header("messenger.live.com");
  }

  static RawClient auth(RawClient client, String mechanism, String response) throws IOException {
    return client.send(
        "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='"
            + mechanism
            + "'>"
            + response
            + "</auth>");
  }

  /** Up to the header after sign-in. */
  static RawClient signIn(InetSocketAddress address, MessengerUser user) throws IOException {
    RawClient client = secure(address);
    client.readTo(FEATURES_END);
    auth(client, SignIn.MECHANISM, user.token()).readTo("-sasl' />");
    return client.header("messenger.live.com");
  }

  /** Up to the answer to the bind request. */
  static RawClient bind(InetSocketAddress address, MessengerUser user) throws IOException {
    RawClient client = signIn(address, user);
    client.readTo(FEATURES_END);
    client.send("<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>");
    client.readTo("</iq>");
    return client;
  }

  /** Up to the initial presence's echo and that of the echo contact. */
  static RawClient online(InetSocketAddress address, MessengerUser user) throws IOException {
    RawClient client = bind(address, user);
    client.send("<presence/>").readTo("/>");
    client.readTo("/>");
    return client;
  }
}
