package im.linnet.benchmarks.chaos;

import im.linnet.ClientBuilder;
import im.linnet.ClientResources;
import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState;
import im.linnet.connection.ConnectionState.Connected;
import im.linnet.connection.ConnectionState.Disconnected;
import im.linnet.connection.ConnectionState.Waiting;
import im.linnet.connection.KeepAlive;
import im.linnet.connection.ReconnectPolicy;
import im.linnet.jid.Jid;
import im.linnet.repeats.RepeatedMessages;
import im.linnet.sasl.Sasl;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.testkit.server.RealServer;
import im.linnet.tls.TlsPolicy;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One of the two clients, with its lines and what it observed. */
final class Party implements AutoCloseable {

  private static final Duration ATTEMPT = Duration.ofSeconds(2);

  private static final Executor AFTER_A_WHILE =
      CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS);

  private final String name;
  private final Lines lines;
  private final XmppClient client;
  private final Inbox inbox;
  private final Trace trace;
  private final Losses losses = new Losses();
  private final CompletableFuture<Void> begun = new CompletableFuture<>();
  private boolean present;

  /**
   * A client that is not connected yet.
   *
   * @param name a or b
   * @param peer the other one's name
   * @param pair the number of the pair, from 0
   * @param ways how many addresses the server has for it
   * @param events the file for the trace of its wire, or null
   */
  Party(
      String name,
      String peer,
      int pair,
      int ways,
      RealServer server,
      ClientResources resources,
      @Nullable PrintWriter events) {
    this.name = name;
    this.inbox = new Inbox(peer);
    this.trace = new Trace(peer, events);
    this.lines = new Lines(ways, server.starttlsPort());
    ClientBuilder builder =
        XmppClient.builder(user(name, pair) + "@" + server.domain() + "/chaos")
            .sasl(Sasl.password(password(user(name, pair))))
            .tls(TlsPolicy.builder().trust(server.authority().trustAnchor()).build())
            .resources(resources)
            .keepAlive(KeepAlive.ping(Duration.ofMillis(300), Duration.ofMillis(900)))
            .connectLimits(ATTEMPT, ATTEMPT.multipliedBy(2))
            .reconnect(
                ReconnectPolicy.standard()
                    .retryingFirst()
                    .between(Duration.ofMillis(20), Duration.ofMillis(150)))
            .with(RepeatedMessages::new)
            .onWire(trace::add);
    lines.endpoints().forEach(builder::endpoint);
    client = builder.build();
    client.onMessage(this::arrived);
    client.onState(this::entered);
  }

  /** The user name of a client. */
  static String user(String name, int pair) {
    return name + pair;
  }

  static String password(String user) {
    return "secret-" + user;
  }

  /** Connects for the first time, without a time limit. */
  CompletableFuture<Void> begin() {
    var unused = client.connect();
    return begun;
  }

  String name() {
    return name;
  }

  /**
   * The address to send to: the bare one. Between binding and the first presence a message to the
   * full address would overtake those that the server kept meanwhile.
   */
  Jid address() {
    return client.account();
  }

  XmppClient client() {
    return client;
  }

  Lines lines() {
    return lines;
  }

  Inbox inbox() {
    return inbox;
  }

  Trace trace() {
    return trace;
  }

  Losses losses() {
    return losses;
  }

  private void arrived(Message message) {
    String body = message.body();
    if (message.type() == Message.Type.ERROR) {
      losses.returned(message);
    } else if (body != null) {
      inbox.arrived(Integer.parseInt(body));
    }
  }

  private void entered(ConnectionState state) {
    trace.state(state);
    if (state instanceof Connected connected) {
      losses.connected(connected.stream());
      begun.complete(null);
      begin(connected.stream());
    } else if (state instanceof Waiting waiting) {
      losses.failed(waiting.cause());
    } else if (state instanceof Disconnected gone && gone.cause() != null) {
      // Not restarted: a client that gives up stays offline, and what waits for it is stuck.
      losses.gaveUp(gone.cause());
    }
  }

  private synchronized void begin(BoundStream stream) {
    present &= stream.resumed();
    appear();
  }

  /** Sends presence, once for each bound stream, so that the server delivers messages. */
  private synchronized void appear() {
    if (!present && client.state() instanceof Connected) {
      present = true;
      client.deliver(Presence.available()).whenCompleteAsync(this::appeared, AFTER_A_WHILE);
    }
  }

  /** Sends the presence again if it was not sent, unless the start of the next stream does so. */
  private synchronized void appeared(@Nullable Void done, @Nullable Throwable failure) {
    if (failure != null) {
      present = false;
      appear();
    }
  }

  /** Its state, for the report. */
  String words() {
    return "%s is %s; callbacks saw %d of the other's, up to %d"
        .formatted(name, client.state(), inbox.arrived(), inbox.highest());
  }

  /** Closes the lines. The client is closed separately, so that its result can be checked. */
  @Override
  public void close() {
    lines.close();
    trace.close();
  }
}
