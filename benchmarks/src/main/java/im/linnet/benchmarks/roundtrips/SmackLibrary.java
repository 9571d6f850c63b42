package im.linnet.benchmarks.roundtrips;

import im.linnet.benchmarks.peers.Target;
import im.linnet.benchmarks.peers.Tls;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import org.jivesoftware.smack.ConnectionConfiguration.DnssecMode;
import org.jivesoftware.smack.ConnectionConfiguration.SecurityMode;
import org.jivesoftware.smack.ConnectionListener;
import org.jivesoftware.smack.roster.Roster;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smack.tcp.XMPPTCPConnectionConfiguration;
import org.jivesoftware.smack.xml.SmackXmlParser;
import org.jivesoftware.smack.xml.stax.StaxXmlPullParserFactory;
import org.jspecify.annotations.Nullable;

/**
 * Smack's classic TCP connection with stream management. It has no setting for direct TLS: a
 * factory of TLS sockets does the same.
 */
final class SmackLibrary implements Library {

  SmackLibrary() {
    Logger.getLogger("org.jivesoftware").setLevel(Level.OFF);
    SmackXmlParser.setXmlPullParserFactory(new StaxXmlPullParserFactory());
    Roster.setRosterLoadedAtLoginDefault(false);
  }

  @Override
  public Optional<String> lacks(Login login) {
    return login == Login.TOKEN
        ? Optional.of("Smack 4.5 has no tokens (XEP-0484)")
        : Optional.empty();
  }

  @Override
  public Traveller traveller(boolean tokens) {
    return new Account();
  }

  private static final class Account implements Traveller {

    private @Nullable XMPPTCPConnection connection;
    private CountDownLatch lost = new CountDownLatch(1);

    /** The same connection signs in again and again. */
    @Override
    public String login(Place place) throws Exception {
      XMPPTCPConnection known = connection;
      if (known == null) {
        known = new XMPPTCPConnection(configuration(place));
        known.setUseStreamManagement(true);
        known.setUseStreamManagementResumption(true);
        known.setReplyTimeout(20_000);
        known.addConnectionListener(
            new ConnectionListener() {
              @Override
              public void connectionClosedOnError(Exception why) {
                lost.countDown();
              }
            });
        connection = known;
      }
      lost = new CountDownLatch(1);
      known.connect().login();
      if (!known.isSmEnabled()) {
        throw new IllegalStateException("the stream is not managed");
      }
      return means(known);
    }

    private static XMPPTCPConnectionConfiguration configuration(Place place) throws Exception {
      Target target = place.target();
      XMPPTCPConnectionConfiguration.Builder builder =
          XMPPTCPConnectionConfiguration.builder()
              .setXmppDomain(target.domain())
              .setHostAddress(InetAddress.getLoopbackAddress())
              .setPort(target.port())
              .setUsernameAndPassword(target.user(), Target.PASSWORD)
              .setDnssecMode(DnssecMode.disabled)
              .setCompressionEnabled(false)
              .setSendPresence(false);
      if (place.direct()) {
        SSLContext tls = Tls.context(place.anchor());
        return builder
            .setSocketFactory(new Tls.PromptSockets(tls.getSocketFactory()))
            .setSecurityMode(SecurityMode.disabled)
            .build();
      }
      return builder
          .setSocketFactory(new Tls.PromptSockets())
          .setCustomX509TrustManager(Tls.trusting(place.anchor()))
          .build();
    }

    private static String means(XMPPTCPConnection connection) {
      return String.valueOf(connection.getUsedSaslMechansism());
    }

    @Override
    public void leave(Runnable reset, Duration resumable) {
      current().disconnect();
    }

    @Override
    public void awaitLoss() throws Exception {
      if (!lost.await(1, TimeUnit.MINUTES)) {
        throw new IllegalStateException("the loss was not noticed");
      }
    }

    @Override
    public String resume() throws Exception {
      XMPPTCPConnection known = current();
      known.connect().login();
      if (!known.streamWasResumed()) {
        throw new IllegalStateException("the stream is not resumed");
      }
      return means(known);
    }

    private XMPPTCPConnection current() {
      return Objects.requireNonNull(connection, "a connection");
    }

    @Override
    public void close() {
      if (connection != null) {
        connection.disconnect();
      }
    }
  }
}
