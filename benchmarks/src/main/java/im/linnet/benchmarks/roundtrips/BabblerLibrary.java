package im.linnet.benchmarks.roundtrips;

import im.linnet.benchmarks.peers.Target;
import im.linnet.benchmarks.peers.Tls;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import rocks.xmpp.core.XmppException;
import rocks.xmpp.core.net.ChannelEncryption;
import rocks.xmpp.core.net.client.SocketConnectionConfiguration;
import rocks.xmpp.core.session.ReconnectionStrategy;
import rocks.xmpp.core.session.XmppClient;
import rocks.xmpp.core.session.XmppSession;
import rocks.xmpp.core.session.XmppSessionConfiguration;
import rocks.xmpp.core.session.debug.XmppDebugger;
import rocks.xmpp.extensions.caps.model.EntityCapabilities1;
import rocks.xmpp.extensions.sm.StreamManager;
import rocks.xmpp.extensions.sm.model.StreamManagement;
import rocks.xmpp.im.roster.RosterManager;

/** Babbler with stream management. Its sessions can't be used again after they were closed. */
final class BabblerLibrary implements Library {

  BabblerLibrary() {
    Logger.getLogger("rocks.xmpp").setLevel(Level.OFF);
  }

  @Override
  public Optional<String> lacks(Login login) {
    return switch (login) {
      case FIRST, SECOND -> Optional.empty();
      case TOKEN -> Optional.of("Babbler 0.8 has no tokens (XEP-0484)");
      case RESUMED ->
          Optional.of(
              "Babbler 0.8.2 fails at the first attempt to connect after a reset, and forgets the"
                  + " stream");
    };
  }

  @Override
  public Traveller traveller(boolean tokens) {
    return new Account();
  }

  private static final class Account implements Traveller {

    private final XmppSessionConfiguration session =
        XmppSessionConfiguration.builder()
            .debugger(Mechanism.class)
            .initialPresence(null)
            .cacheDirectory(null)
            .reconnectionStrategy(ReconnectionStrategy.none())
            .build();
    private @Nullable SSLContext tls;
    private @Nullable XmppClient client;

    @Override
    public String login(Place place) throws Exception {
      Target target = place.target();
      XmppClient fresh = XmppClient.create(target.domain(), session, connection(place));
      client = fresh;
      fresh.getManager(RosterManager.class).setRetrieveRosterOnLogin(false);
      fresh.disableFeature(EntityCapabilities1.NAMESPACE);
      fresh.enableFeature(StreamManagement.NAMESPACE);
      fresh.connect();
      fresh.login(target.user(), Target.PASSWORD);
      if (!fresh.getManager(StreamManager.class).isActive()) {
        throw new IllegalStateException("the stream is not managed");
      }
      return ((Mechanism) fresh.getDebugger()).name();
    }

    private SocketConnectionConfiguration connection(Place place) throws Exception {
      if (tls == null) {
        tls = Tls.context(place.anchor());
      }
      return SocketConnectionConfiguration.builder()
          .hostname("127.0.0.1")
          .port(place.target().port())
          .socketFactory(new Tls.PromptSockets())
          .channelEncryption(place.direct() ? ChannelEncryption.DIRECT : ChannelEncryption.REQUIRED)
          .sslContext(tls)
          .hostnameVerifier((name, presented) -> true)
          .build();
    }

    @Override
    public void leave(Runnable reset, Duration resumable) throws XmppException {
      current().close();
    }

    @Override
    public void awaitLoss() {
      throw new UnsupportedOperationException();
    }

    @Override
    public String resume() {
      throw new UnsupportedOperationException();
    }

    private XmppClient current() {
      return Objects.requireNonNull(client, "a client");
    }

    @Override
    public void close() {
      if (client != null) {
        try {
          client.close();
        } catch (XmppException e) {
          // Already closed.
        }
      }
    }
  }

  /** Notes the mechanism that a session chose; Babbler makes one for each session. */
  public static final class Mechanism implements XmppDebugger {

    private static final Pattern AUTH = Pattern.compile("<auth [^>]*mechanism=\"([^\"]*)\"");

    private volatile String name = "";

    /** For Babbler. */
    public Mechanism() {}

    String name() {
      return name;
    }

    @Override
    public void initialize(XmppSession session) {}

    @Override
    public void writeStanza(String xml, Object element) {
      Matcher auth = AUTH.matcher(xml);
      if (auth.lookingAt()) {
        name = auth.group(1);
      }
    }

    @Override
    public void readStanza(String xml, Object element) {}

    @Override
    public OutputStream createOutputStream(OutputStream out) {
      return out;
    }

    @Override
    public InputStream createInputStream(InputStream in) {
      return in;
    }
  }
}
