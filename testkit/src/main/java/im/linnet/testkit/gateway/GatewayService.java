package im.linnet.testkit.gateway;

import im.linnet.testkit.events.EventLog;
import im.linnet.testkit.xml.XmlElement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/**
 * A gateway to a legacy network that exists only here, attached to an XMPP server as an external
 * component (XEP-0114) in clear text. It behaves as PyMSNt 0.11. It does not reconnect.
 *
 * <p>All methods can be called from any thread. Stanzas are sent in the order in which the
 * gateway's state changed; no method waits for the network except {@code start} and {@link #close}.
 */
public final class GatewayService implements AutoCloseable {
  private static final long JOIN_MILLIS = 5_000;

  private final Site site;
  private final ComponentStream stream;
  private final Outbox outbox;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final Thread reader;
  private final Thread writer;
  private volatile boolean closing;

  private GatewayService(Site site, ComponentStream stream, Outbox outbox) {
    this.site = site;
    this.stream = stream;
    this.outbox = outbox;
    reader = thread(this::read, "reader");
    writer = thread(this::write, "writer");
  }

  /** {@return a builder of a gateway that behaves as PyMSNt, with 30 contacts} */
  public static GatewayServiceBuilder builder() {
    return new GatewayServiceBuilder();
  }

  static GatewayService start(GatewayServiceBuilder plan) {
    try {
      ComponentStream stream =
          ComponentStream.open(plan.server(), plan.domain(), plan.secret(), plan.limit());
      Outbox outbox = new Outbox();
      Site site =
          new Site(plan.domain(), plan.settings(), plan.clock(), plan.contacts(), outbox::add);
      GatewayService service = new GatewayService(site, stream, outbox);
      service.reader.start();
      service.writer.start();
      return service;
    } catch (IOException e) {
      String where = plan.server().getHostString() + ":" + plan.server().getPort();
      String why = e instanceof UnknownHostException ? "unknown host" : e.getMessage();
      throw new UncheckedIOException(
          "gateway %s at %s: %s".formatted(plan.domain(), where, why), e);
    }
  }

  /** {@return the domain} */
  public String domain() {
    return site.domain();
  }

  /** {@return the settings} */
  public GatewaySettings settings() {
    return site.settings();
  }

  /**
   * Changes the settings of the running gateway; they hold for what happens next.
   *
   * @param change returns the changed settings
   */
  public void settings(UnaryOperator<GatewaySettings> change) {
    site.locked(() -> site.settings(change.apply(site.settings())));
  }

  /**
   * Changes the faults of the running gateway.
   *
   * @param faults what it does wrong from now on; none for a gateway without faults
   */
  public void faults(GatewayFault... faults) {
    settings(settings -> settings.withFaults(faults));
  }

  /** {@return what users did, in order} */
  public EventLog<GatewayEvent> events() {
    return site.events();
  }

  /** {@return the stanzas that came from the server, in the namespace {@code jabber:client}} */
  public EventLog<XmlElement> received() {
    return site.received();
  }

  /** {@return the stanzas that were sent, as on the wire} */
  public EventLog<String> sent() {
    return site.sent();
  }

  /** {@return the persons on the legacy network, in order} */
  public List<GatewayContact> contacts() {
    return site.computed(
        () -> site.persons().stream().map(each -> new GatewayContact(site, each.id())).toList());
  }

  /**
   * A person on the legacy network.
   *
   * @param id the address there, such as {@code friend@hotmail.com}
   * @return the person
   * @throws IllegalArgumentException if there is no such person
   */
  public GatewayContact contact(String id) {
    return site.computed(() -> new GatewayContact(site, site.require(id).id()));
  }

  /**
   * Adds a person to the legacy network, who is on nobody's list.
   *
   * @param contact the person
   * @return the person
   */
  public GatewayContact add(LegacyContact contact) {
    site.locked(() -> site.add(contact));
    return contact(contact.id());
  }

  /**
   * An XMPP user, registered or not.
   *
   * @param jid the address; a resource is ignored
   * @return the user
   */
  public GatewayUser user(String jid) {
    return new GatewayUser(site, jid);
  }

  /**
   * A room of a user, which need not exist yet.
   *
   * @param user the user's address; a resource is ignored
   * @param name the room's name
   * @return the room
   */
  public GatewayRoom room(String user, String name) {
    return new GatewayRoom(site, Addresses.user(user), name);
  }

  /**
   * Sends XML, unchecked.
   *
   * @param xml sent unchanged; a stanza needs the addresses of sender and receiver
   */
  public void send(String xml) {
    site.locked(() -> site.send(xml));
  }

  /**
   * The end of the connection.
   *
   * @return completed when the gateway was closed by {@link #close}; failed with an {@link
   *     IOException} when the server has closed the connection, with a {@link
   *     ComponentRefusedException} after a stream error
   */
  public CompletableFuture<Void> ended() {
    return ended.copy();
  }

  /**
   * Signs all users off, closes the stream, and waits for the server up to 5 seconds. Registrations
   * are forgotten.
   */
  @Override
  public void close() {
    closing = true;
    site.clock().stop();
    site.locked(
        () -> site.sessions().forEach(each -> each.end(GatewayEvent.SignedOff.Cause.GATEWAY)));
    outbox.end();
    join(writer);
    join(reader);
    stream.abort();
    ended.complete(null);
  }

  private void read() {
    StanzaRouter router = new StanzaRouter(site);
    try {
      XmlElement stanza = stream.read(domain());
      while (stanza != null) {
        router.handle(stanza);
        stanza = stream.read(domain());
      }
      end(new IOException("the server closed the stream of component " + domain()));
    } catch (IOException | RuntimeException e) {
      end(e);
    }
  }

  private void write() {
    try {
      outbox.writeTo(stream);
      stream.close();
    } catch (IOException e) {
      end(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void end(Exception cause) {
    if (!closing) {
      ended.completeExceptionally(cause);
      stream.abort();
      outbox.end();
    }
  }

  private Thread thread(Runnable work, String name) {
    Thread thread = new Thread(work, "gateway-" + domain() + "-" + name);
    thread.setDaemon(true);
    return thread;
  }

  private static void join(Thread thread) {
    try {
      thread.join(JOIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
