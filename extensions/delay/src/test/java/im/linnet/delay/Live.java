package im.linnet.delay;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import im.linnet.ClientBuilder;
import im.linnet.ServiceProfile;
import im.linnet.XmppClient;
import im.linnet.jid.Jid;
import im.linnet.sasl.Sasl;
import im.linnet.sasl.messenger.MessengerOauth2;
import im.linnet.stanza.Presence;
import im.linnet.stream.Endpoint;
import im.linnet.stream.Subscription;
import im.linnet.testkit.server.LiveServer;
import im.linnet.testkit.server.LiveUser;
import im.linnet.testkit.server.ServerKind;
import im.linnet.tls.TlsPolicy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A running server of any kind, and its clients. */
final class Live {

  private @Nullable LiveServer running;

  /** Starts a server, or skips the tests, loudly, where there is none of that kind. */
  void start(ServerKind kind) {
    assumeTrue(kind.reasonToSkip().isEmpty(), () -> kind.reasonToSkip().orElse(""));
    running = kind.start();
  }

  void stop() {
    LiveServer server = running;
    running = null;
    if (server != null) {
      server.close();
    }
  }

  LiveServer server() {
    LiveServer server = running;
    if (server == null) {
      throw new IllegalStateException("No server is running");
    }
    return server;
  }

  /** A client of that user; everything but its extensions is set. */
  ClientBuilder client(LiveUser user) {
    boolean messenger = server().kind().isMessenger();
    return XmppClient.builder(user.account())
        .profile(messenger ? new Assigning() : ServiceProfile.standard())
        .sasl(
            messenger
                ? Sasl.of(MessengerOauth2.token(user.secret()))
                : Sasl.password(user.secret()))
        .endpoint(Endpoint.startTls("127.0.0.1", server().address().getPort()))
        .tls(TlsPolicy.builder().trust(server().trustAnchor()).build());
  }

  /** Connects, and returns the bound address when the server knows that the client is there. */
  static Jid online(XmppClient client) throws Exception {
    Jid own = client.connect().get(20, TimeUnit.SECONDS).jid();
    CompletableFuture<Presence> echo = new CompletableFuture<>();
    Subscription echoes =
        client.onPresence(
            presence -> {
              if (own.equals(presence.from())) {
                echo.complete(presence);
              }
            });
    client.send(Presence.available()).get(5, TimeUnit.SECONDS);
    echo.get(10, TimeUnit.SECONDS);
    echoes.close();
    return own;
  }

  /** A service that says by the credentials who the user is. */
  private static final class Assigning implements ServiceProfile {
    @Override
    public boolean assignsAccount() {
      return true;
    }
  }
}
