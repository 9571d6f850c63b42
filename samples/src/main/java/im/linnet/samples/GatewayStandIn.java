package im.linnet.samples;

import im.linnet.ClientBuilder;
import im.linnet.XmppClient;
import im.linnet.endpoint.Endpoint;
import im.linnet.jid.Jid;
import im.linnet.sasl.Sasl;
import im.linnet.testkit.gateway.Avatar;
import im.linnet.testkit.gateway.GatewayContact;
import im.linnet.testkit.gateway.GatewayEvent;
import im.linnet.testkit.gateway.GatewayService;
import im.linnet.testkit.gateway.GatewayUser;
import im.linnet.testkit.gateway.LegacyContact;
import im.linnet.testkit.gateway.RoomRecipient;
import im.linnet.tls.TlsPolicy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A stand-in for a gateway to a network that is gone, attached to a server as its component. The
 * network has 30 contacts on Juliet's list, in 4 groups, and a friend who is not on it.
 */
record GatewayStandIn(GatewayHost host, GatewayService gateway) implements AutoCloseable {

  static final Jid JID = Jid.of(GatewayHost.GATEWAY);
  static final Jid USER = Jid.of(GatewayHost.USER + "@" + GatewayHost.DOMAIN);
  static final String FRIEND = "friend@hotmail.com";

  /** The contacts on the list; the third of them is offline. */
  static final List<LegacyContact> LIST = LegacyContact.generated(30, 4);

  private static final Duration LIMIT = Duration.ofSeconds(20);

  static GatewayStandIn start(String server, Consumer<String> notes) {
    GatewayHost host = GatewayHost.start(server, notes);
    try {
      GatewayService gateway =
          GatewayService.builder()
              .server(new InetSocketAddress(InetAddress.getLoopbackAddress(), host.componentPort()))
              .domain(GatewayHost.GATEWAY)
              .secret(GatewayHost.SECRET)
              .contacts(LIST)
              .contact(LegacyContact.of(FRIEND, "Friend"))
              // Else servers return what rooms say, as to PyMSNt.
              .settings(settings -> settings.withRoomRecipient(RoomRecipient.CLIENT))
              .start();
      return new GatewayStandIn(host, gateway);
    } catch (RuntimeException failed) {
      host.close();
      throw failed;
    }
  }

  /** A builder of Juliet's client, still without extensions. */
  ClientBuilder client() {
    return XmppClient.builder(USER)
        .sasl(Sasl.password(GatewayHost.PASSWORD))
        .endpoint(Endpoint.startTls("127.0.0.1", host.clientPort()))
        .tls(TlsPolicy.builder().trust(host.trustAnchor()).build());
  }

  /** Juliet, as the gateway knows her. */
  GatewayUser user() {
    return gateway.user(USER.toString());
  }

  GatewayContact contact(LegacyContact contact) {
    return gateway.contact(contact.id());
  }

  GatewayContact friend() {
    return gateway.contact(FRIEND);
  }

  /** A picture that other seeds make different. */
  static byte[] picture(int seed) {
    return Avatar.png(seed).bytes();
  }

  /**
   * Waits until the gateway has seen something; what it saw earlier counts, too.
   *
   * @param what what it has to see, for the message
   */
  <E extends GatewayEvent> E saw(String what, Class<E> type, Predicate<? super E> wanted)
      throws InterruptedException, ExecutionException {
    try {
      return gateway.events().first(type, wanted).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      throw new IllegalStateException(
          "The gateway waited %d s in vain for %s".formatted(LIMIT.toSeconds(), what), late);
    }
  }

  @Override
  public void close() {
    gateway.close();
    host.close();
  }
}
