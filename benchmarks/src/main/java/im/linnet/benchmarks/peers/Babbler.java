package im.linnet.benchmarks.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import rocks.xmpp.addr.Jid;
import rocks.xmpp.core.net.ChannelEncryption;
import rocks.xmpp.core.net.client.SocketConnectionConfiguration;
import rocks.xmpp.core.session.XmppClient;
import rocks.xmpp.core.session.XmppSessionConfiguration;
import rocks.xmpp.core.stanza.model.IQ;
import rocks.xmpp.core.stanza.model.Message;
import rocks.xmpp.extensions.caps.model.EntityCapabilities1;
import rocks.xmpp.extensions.ping.model.Ping;
import rocks.xmpp.im.roster.RosterManager;

/**
 * Babbler, configured for speed: sockets that send at once, one configuration for all sessions, no
 * contact list, no presence, no entity capabilities.
 */
final class Babbler implements Contestant {

  private final XmppSessionConfiguration session =
      XmppSessionConfiguration.builder().initialPresence(null).cacheDirectory(null).build();
  private @Nullable SSLContext tls;

  @Override
  public Session login(Target target) throws Exception {
    XmppClient client = XmppClient.create(target.domain(), session, connection(target));
    client.getManager(RosterManager.class).setRetrieveRosterOnLogin(false);
    client.disableFeature(EntityCapabilities1.NAMESPACE);
    client.connect();
    if (target.user() == null) {
      client.loginAnonymously();
    } else {
      client.login(target.user(), Target.PASSWORD);
    }
    return new BabblerSession(client);
  }

  private SocketConnectionConfiguration connection(Target target)
      throws GeneralSecurityException, IOException {
    SocketConnectionConfiguration.Builder builder =
        SocketConnectionConfiguration.builder()
            .hostname("127.0.0.1")
            .port(target.port())
            .socketFactory(new Tls.PromptSockets());
    Path anchor = target.anchor();
    if (anchor == null) {
      return builder.channelEncryption(ChannelEncryption.DISABLED).build();
    }
    return builder
        .channelEncryption(ChannelEncryption.REQUIRED)
        .sslContext(context(anchor))
        .build();
  }

  private SSLContext context(Path anchor) throws GeneralSecurityException, IOException {
    SSLContext known = tls;
    if (known == null) {
      known = Tls.context(anchor);
      tls = known;
    }
    return known;
  }

  /** One client. */
  private record BabblerSession(XmppClient client) implements Session {

    /** The most messages that wait at a time; Babbler's own queue has no limit. */
    private static final int WINDOW = 2_000;

    @Override
    public String address() {
      return client.getConnectedResource().toString();
    }

    @Override
    public void ping() throws Exception {
      client.query(IQ.get(client.getDomain(), Ping.INSTANCE)).getResult();
    }

    @Override
    public void send(String to, int count) throws Exception {
      Jid receiver = Jid.of(to);
      Future<?> before = CompletableFuture.completedFuture(null);
      Future<?> last = before;
      for (int number = 0; number < count; number++) {
        if (number % WINDOW == 0) {
          before.get();
          before = last;
        }
        last = client.send(new Message(receiver, Message.Type.CHAT, Session.body(number)));
      }
      last.get();
    }

    @Override
    public void onMessage(Consumer<String> bodies) {
      client.addInboundMessageListener(event -> bodies.accept(event.getMessage().getBody()));
    }

    @Override
    public void logout() throws Exception {
      client.close();
    }
  }
}
