package im.linnet.fleet.internal.node;

import im.linnet.fleet.Fleet;
import im.linnet.fleet.FleetBuilder;
import im.linnet.fleet.SignInRate;
import im.linnet.fleet.session.FleetSession;
import im.linnet.fleet.session.SessionFactory;
import im.linnet.fleet.session.SessionSetup;
import im.linnet.xml.Element;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.remote.RemoteActorRefProvider;
import org.apache.pekko.remote.transport.ThrottlerTransportAdapter;

/** A node with stub sessions, which can be killed. */
final class StubNode implements SessionFactory {

  /** So that a test of a lost node takes seconds; too short for a busy machine in earnest. */
  private static final String QUICK =
      """
      pekko.cluster.gossip-interval = 200 ms
      pekko.cluster.leader-actions-interval = 200 ms
      pekko.cluster.unreachable-nodes-reaper-interval = 500 ms
      pekko.cluster.failure-detector.heartbeat-interval = 500 ms
      pekko.cluster.failure-detector.acceptable-heartbeat-pause = 8 s
      pekko.cluster.split-brain-resolver.stable-after = 1500 ms
      pekko.cluster.sharding.rebalance-interval = 2 s
      pekko.cluster.sharding.retry-interval = 500 ms
      pekko.coordinated-shutdown.run-by-actor-system-terminate = off
      pekko.coordinated-shutdown.run-by-jvm-shutdown-hook = off
      pekko.loglevel = WARNING
      pekko.remote.artery.advanced.test-mode = on
      """;

  private final StubServer server;
  private final int port;
  private final BiConsumer<String, Element> handler;
  private final ExecutorService callbacks =
      Executors.newFixedThreadPool(
          2,
          work -> {
            Thread thread = new Thread(work, "stub-callbacks");
            thread.setDaemon(true);
            return thread;
          });
  private final FleetNode fleet;
  private volatile boolean dead;

  StubNode(
      StubServer server,
      int port,
      List<Integer> seeds,
      BiConsumer<String, Element> handler,
      UnaryOperator<FleetBuilder> change) {
    this.server = server;
    this.port = port;
    this.handler = handler;
    FleetBuilder builder =
        Fleet.named("stubs")
            .bind("127.0.0.1", port)
            .seeds(seeds.stream().map(seed -> "127.0.0.1:" + seed).toArray(String[]::new))
            .factory(this)
            .signIns(SignInRate.unlimited())
            .shards(12)
            .sendLimit(Duration.ofSeconds(10))
            .keepJvm()
            .config(QUICK);
    fleet = (FleetNode) change.apply(builder).build();
  }

  @Override
  public FleetSession create(SessionSetup setup) {
    return new StubSession(server, this, setup, handler);
  }

  FleetNode fleet() {
    return fleet;
  }

  String name() {
    return "127.0.0.1:" + port;
  }

  ExecutorService callbacks() {
    return callbacks;
  }

  boolean isDead() {
    return dead;
  }

  /** As kill -9: none of its sessions does anything any more, and nobody is told. */
  void kill() {
    dead = true;
    fleet.system().terminate();
  }

  /** Lets nothing through between this node and another, in either direction. */
  void cutOff(StubNode other) {
    block(this, other);
    block(other, this);
  }

  /** The present transport still takes the former one's commands; they are deprecated with it. */
  @SuppressWarnings("deprecation")
  private static void block(StubNode one, StubNode other) {
    ExtendedActorSystem system = (ExtendedActorSystem) one.fleet.system();
    Object command =
        new ThrottlerTransportAdapter.SetThrottle(
            Cluster.get(other.fleet.system()).selfAddress(),
            ThrottlerTransportAdapter.bothDirection(),
            ThrottlerTransportAdapter.blackholeThrottleMode());
    ((RemoteActorRefProvider) system.provider()).transport().managementCommand(command);
  }

  void end() {
    kill();
    callbacks.shutdownNow();
  }
}
