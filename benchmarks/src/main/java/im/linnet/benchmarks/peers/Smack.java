package im.linnet.benchmarks.peers;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jivesoftware.smack.ConnectionConfiguration.DnssecMode;
import org.jivesoftware.smack.ConnectionConfiguration.SecurityMode;
import org.jivesoftware.smack.SmackConfiguration;
import org.jivesoftware.smack.SmackException.NotConnectedException;
import org.jivesoftware.smack.filter.StanzaTypeFilter;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.roster.Roster;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smack.tcp.XMPPTCPConnectionConfiguration;
import org.jivesoftware.smack.xml.SmackXmlParser;
import org.jivesoftware.smack.xml.stax.StaxXmlPullParserFactory;
import org.jivesoftware.smackx.ping.packet.Ping;
import org.jspecify.annotations.Nullable;
import org.jxmpp.jid.Jid;
import org.jxmpp.jid.impl.JidCreate;

/**
 * Smack's classic TCP connection, configured for speed: sockets that send at once, no stream
 * management, no contact list, no presence, listeners on the reader thread.
 */
public final class Smack implements Contestant {

  private @Nullable XMPPTCPConnectionConfiguration last;
  private @Nullable Target lastTarget;

  private Smack() {
    Logger.getLogger("org.jivesoftware").setLevel(Level.SEVERE);
    SmackXmlParser.setXmlPullParserFactory(new StaxXmlPullParserFactory());
    XMPPTCPConnection.setUseStreamManagementDefault(false);
    XMPPTCPConnection.setUseStreamManagementResumptionDefault(false);
    Roster.setRosterLoadedAtLoginDefault(false);
  }

  /** {@return Smack as its users run it: with the extensions that it starts by default} */
  public static Smack whole() {
    SmackConfiguration.addDisabledSmackClass("org.jivesoftware.smack.experimental");
    return new Smack();
  }

  /** {@return the same with those that it calls experimental, such as archives} */
  public static Smack withExperiments() {
    return new Smack();
  }

  /** Smack without extensions, which start a task for each message. */
  static Smack core() {
    SmackConfiguration.addDisabledSmackClass("org.jivesoftware.smackx");
    SmackConfiguration.addDisabledSmackClass("org.jivesoftware.smack.experimental");
    return new Smack();
  }

  /** {@return the same with stream management (XEP-0198) and resumption} */
  static Smack managedCore() {
    Smack core = core();
    XMPPTCPConnection.setUseStreamManagementDefault(true);
    XMPPTCPConnection.setUseStreamManagementResumptionDefault(true);
    return core;
  }

  @Override
  public Session login(Target target) throws Exception {
    return new SmackSession(connect(target));
  }

  /**
   * Signs in.
   *
   * @param target the service and user
   * @return the connection
   * @throws Exception if that fails
   */
  public XMPPTCPConnection connect(Target target) throws Exception {
    XMPPTCPConnection connection = new XMPPTCPConnection(configuration(target));
    connection.setReplyTimeout(20_000);
    connection.connect().login();
    return connection;
  }

  /** One configuration for all connections to a target, because it holds the TLS context. */
  private XMPPTCPConnectionConfiguration configuration(Target target) throws Exception {
    XMPPTCPConnectionConfiguration known = last;
    if (known == null || !target.equals(lastTarget)) {
      known = make(target);
      last = known;
      lastTarget = target;
    }
    return known;
  }

  private XMPPTCPConnectionConfiguration make(Target target) throws Exception {
    XMPPTCPConnectionConfiguration.Builder builder =
        XMPPTCPConnectionConfiguration.builder()
            .setXmppDomain(target.domain())
            .setHostAddress(InetAddress.getLoopbackAddress())
            .setPort(target.port())
            .setSocketFactory(new Tls.PromptSockets())
            .setDnssecMode(DnssecMode.disabled)
            .setCompressionEnabled(false)
            .setSendPresence(false);
    if (target.user() == null) {
      builder.performSaslAnonymousAuthentication();
    } else {
      builder.setUsernameAndPassword(target.user(), Target.PASSWORD);
    }
    Path anchor = target.anchor();
    if (anchor == null) {
      return builder.setSecurityMode(SecurityMode.disabled).build();
    }
    return builder.setCustomX509TrustManager(Tls.trusting(anchor)).build();
  }

  /** One connection. */
  private record SmackSession(XMPPTCPConnection connection) implements Session {

    @Override
    public String address() {
      return connection.getUser().toString();
    }

    @Override
    public void ping() throws Exception {
      connection.sendIqRequestAndWaitForResponse(new Ping(connection.getXMPPServiceDomain()));
    }

    @Override
    public void send(String to, int count) throws Exception {
      Jid receiver = JidCreate.from(to);
      for (int number = 0; number < count; number++) {
        // Waits while Smack's queue is full.
        send(receiver, Session.body(number));
      }
    }

    private void send(Jid receiver, String body)
        throws NotConnectedException, InterruptedException {
      connection.sendStanza(
          connection
              .getStanzaFactory()
              .buildMessageStanza()
              .to(receiver)
              .ofType(Message.Type.chat)
              .setBody(body)
              .build());
    }

    @Override
    public void onMessage(Consumer<String> bodies) {
      connection.addSyncStanzaListener(
          stanza -> bodies.accept(((Message) stanza).getBody()), StanzaTypeFilter.MESSAGE);
    }

    @Override
    public void logout() {
      connection.disconnect();
    }
  }
}
