package im.linnet.fleet;

import im.linnet.ClientResources;
import im.linnet.XmppClient;
import im.linnet.connection.ConnectionState;
import im.linnet.endpoint.Endpoint;
import im.linnet.jid.Jid;
import im.linnet.journal.Arrival;
import im.linnet.sasl.Sasl;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.tls.TlsPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/** A node in a JVM of its own, whose bots answer what they are told; ends when it is killed. */
final class EchoNode {

  private static final String QUICK =
      """
      pekko.cluster.gossip-interval = 200 ms
      pekko.cluster.leader-actions-interval = 200 ms
      pekko.cluster.failure-detector.heartbeat-interval = 500 ms
      pekko.cluster.failure-detector.acceptable-heartbeat-pause = 8 s
      pekko.cluster.split-brain-resolver.stable-after = 2 s
      pekko.cluster.sharding.rebalance-interval = 2 s
      pekko.cluster.sharding.retry-interval = 500 ms
      pekko.loglevel = WARNING
      """;

  private EchoNode() {}

  /**
   * Runs a node.
   *
   * @param arguments the own port, the ports of all nodes, the server's port, its trust anchor, how
   *     many bots there are, and further settings of the engine
   */
  public static void main(String[] arguments) throws InterruptedException {
    int server = Integer.parseInt(arguments[2]);
    TlsPolicy tls = TlsPolicy.builder().trust(Path.of(arguments[3])).build();
    List<Jid> bots = bots(Integer.parseInt(arguments[4]));
    ClientResources threads = ClientResources.create();
    Fleet fleet =
        Fleet.named("echo")
            .bind("127.0.0.1", Integer.parseInt(arguments[0]))
            .seeds(arguments[1].split(","))
            .waitFor(2)
            .sessions(
                account ->
                    XmppClient.builder(account)
                        .sasl(Sasl.password("secret"))
                        .endpoint(Endpoint.startTls("127.0.0.1", server))
                        .tls(tls)
                        .resources(threads))
            .onSession(EchoNode::echo)
            .accountList(() -> bots)
            .every(Duration.ofSeconds(10))
            .signIns(SignInRate.perDomain(50))
            .resumeWithin(Duration.ofSeconds(20))
            .shards(12)
            .config(QUICK + arguments[5])
            .build();
    fleet.onChange(change -> System.out.println(change));
    Thread copies = new Thread(() -> tellCopies(fleet), "copies");
    copies.setDaemon(true);
    copies.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> left(fleet)));
    fleet.start().join();
    System.out.println("UP");
    Thread.currentThread().join();
  }

  /** Prints who has the copies of this node's streams, when that changes. */
  private static void tellCopies(Fleet fleet) {
    String last = "";
    while (true) {
      FleetHealth health = fleet.health();
      String now = health.covered() ? "COPIES AT " + health.vault() : "COPIES MISSING";
      if (!now.equals(last)) {
        System.out.println(now);
        last = now;
      }
      LockSupport.parkNanos(50_000_000);
    }
  }

  /** The node leaves by itself at the same time. */
  private static void left(Fleet fleet) {
    fleet.leave().join();
    System.out.println("LEFT " + fleet.meters());
  }

  static List<Jid> bots(int count) {
    List<Jid> bots = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      bots.add(Jid.of("bot" + i + "@localhost"));
    }
    return bots;
  }

  /** Answers before it is done with what it answers: so no answer is lost with the process. */
  private static void echo(XmppClient client) {
    client.onMessage(
        said -> {
          Jid from = said.from();
          if (said.error() == null && said.body() != null && from != null) {
            Arrival arrival = Objects.requireNonNull(client.arrival());
            System.out.printf(
                "HANDLES %s %s %d%n", said.body(), arrival.stream(), arrival.number());
            try {
              client.deliver(Message.chat(from, said.body())).join();
            } catch (RuntimeException handedOn) {
              System.out.println("NOT HERE " + handedOn);
            }
          }
        });
    client.onState(
        state -> {
          if (state instanceof ConnectionState.Connected now && !now.stream().resumed()) {
            client.send(Presence.available());
          }
        });
  }
}
