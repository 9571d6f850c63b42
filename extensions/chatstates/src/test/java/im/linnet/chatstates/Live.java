package im.linnet.chatstates;

import im.linnet.ClientBuilder;
import im.linnet.ServiceProfile;
import im.linnet.XmppClient;
import im.linnet.sasl.Sasl;
import im.linnet.sasl.messenger.MessengerOauth2;
import im.linnet.stream.Endpoint;
import im.linnet.testkit.server.LiveServer;
import im.linnet.testkit.server.LiveUser;
import im.linnet.tls.TlsPolicy;

/** Clients of a running server of any kind. */
final class Live {

  private Live() {}

  /** A client of that user; everything but its extensions is set. */
  static ClientBuilder client(LiveServer server, LiveUser user) {
    boolean messenger = server.kind().isMessenger();
    return XmppClient.builder(user.account())
        .profile(messenger ? new Assigning() : ServiceProfile.standard())
        .sasl(
            messenger
                ? Sasl.of(MessengerOauth2.token(user.secret()))
                : Sasl.password(user.secret()))
        .endpoint(Endpoint.startTls("127.0.0.1", server.address().getPort()))
        .tls(TlsPolicy.builder().trust(server.trustAnchor()).build());
  }

  /** A service that says by the credentials who the user is. */
  private static final class Assigning implements ServiceProfile {
    @Override
    public boolean assignsAccount() {
      return true;
    }
  }
}
