package im.linnet.benchmarks.storm;

import im.linnet.ClientResources;
import im.linnet.XmppClient;
import im.linnet.connection.ConnectionState;
import im.linnet.connection.ConnectionState.Connected;
import im.linnet.connection.ConnectionState.Connecting;
import im.linnet.connection.ConnectionState.Disconnected;
import im.linnet.connection.ConnectionState.Waiting;
import im.linnet.connection.ReconnectPolicy;
import im.linnet.endpoint.Endpoint;
import im.linnet.sasl.Sasl;
import im.linnet.testkit.server.RealServer;
import im.linnet.tls.TlsPolicy;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** One of many clients, and the times of its loss and return. */
final class Member {

  private final XmppClient client;
  private final LongAdder attemptsOfAll;
  private volatile boolean connected;
  private volatile long lostAt;
  private volatile long backAt;
  private final AtomicInteger attempts = new AtomicInteger();
  private volatile @Nullable Disconnected gone;

  /** A client that is not connected yet. */
  Member(
      String name,
      String password,
      RealServer server,
      TlsPolicy tls,
      ReconnectPolicy policy,
      ClientResources resources,
      LongAdder attemptsOfAll) {
    this.attemptsOfAll = attemptsOfAll;
    this.client =
        XmppClient.builder(name + "@" + server.domain())
            .sasl(Sasl.password(password))
            .endpoint(Endpoint.startTls("127.0.0.1", server.starttlsPort()))
            .tls(tls)
            .resources(resources)
            .reconnect(policy)
            .build();
    client.onState(this::entered);
  }

  private void entered(ConnectionState state) {
    long now = System.nanoTime();
    if (state instanceof Connected) {
      backAt = now;
      connected = true;
    } else if (state instanceof Connecting) {
      attempts.incrementAndGet();
      attemptsOfAll.increment();
    } else if (connected) {
      lostAt = now;
      attempts.set(0);
      connected = false;
    }
    if (state instanceof Disconnected given && given.cause() != null) {
      gone = given;
    } else if (state instanceof Connected || state instanceof Waiting) {
      gone = null;
    }
  }

  XmppClient client() {
    return client;
  }

  boolean isConnected() {
    return connected;
  }

  long lostAt() {
    return lostAt;
  }

  long backAt() {
    return backAt;
  }

  /** The number of attempts since the connection was lost. */
  int attempts() {
    return attempts.get();
  }

  /** Why it gave up, or null if it has not. */
  @Nullable Disconnected gone() {
    return gone;
  }
}
