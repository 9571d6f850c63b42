package im.linnet.samples;

import im.linnet.ClientBuilder;
import im.linnet.ClientResources;
import im.linnet.XmppClient;
import im.linnet.connection.ConnectionState.Connected;
import im.linnet.connection.ReconnectPolicy;
import im.linnet.fleet.Fleet;
import im.linnet.fleet.FleetHealth;
import im.linnet.fleet.FleetMeters;
import im.linnet.fleet.SignInRate;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.tls.TlsPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** One node of the fleet: a JVM whose accounts answer each question. It prints its figures. */
final class FleetMember {

  /** The first word of a line with figures. */
  static final String FIGURES = "FIGURES";

  private FleetMember() {}

  /**
   * Runs until it is killed or told to end.
   *
   * @param arguments own port, ports of the first nodes with commas, how many nodes there will be,
   *     the server's domain, its port, its trust anchor, how many accounts, sign-ins a second
   * @throws Exception if it is interrupted
   */
  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[4]);
    Path anchor = Path.of(arguments[5]);
    List<Jid> accounts = FleetHost.accounts(arguments[3], Integer.parseInt(arguments[6]));
    ClientResources resources = ClientResources.create();
    TlsPolicy tls = TlsPolicy.builder().trust(anchor).build();
    Fleet fleet =
        Fleet.named("demo")
            .bind("127.0.0.1", Integer.parseInt(arguments[0]))
            .seeds(seeds(arguments[1]))
            .waitFor(Integer.parseInt(arguments[2]))
            .sessions(account -> builder(account, port, anchor).tls(tls).resources(resources))
            .onSession(FleetMember::answer)
            .accountList(() -> accounts)
            .signIns(SignInRate.perDomain(Integer.parseInt(arguments[7])))
            .resumeWithin(Duration.ofSeconds(25))
            .build();
    Thread parent = new Thread(FleetMember::endWithParent, "parent");
    parent.setDaemon(true);
    parent.start();
    fleet.start().join();
    report(fleet);
  }

  private static ClientBuilder builder(Jid account, int port, Path anchor) {
    return FleetHost.client(account, port, anchor)
        .reconnect(ReconnectPolicy.standard().retryingFirst());
  }

  private static String[] seeds(String ports) {
    return List.of(ports.split(",")).stream()
        .map(port -> "127.0.0.1:" + port)
        .toArray(String[]::new);
  }

  /** What makes a session a bot: it appears, and answers. */
  private static void answer(XmppClient client) {
    client.onState(
        state -> {
          if (state instanceof Connected connected && !connected.stream().resumed()) {
            client.deliver(Presence.available());
          }
        });
    client.onMessage(
        message -> {
          String body = message.body();
          Jid from = message.from();
          if (body != null && from != null && message.type() == Message.Type.CHAT) {
            client.deliver(Message.chat(from, body));
          }
        });
  }

  /** Ends this JVM when the one that started it has ended, in whatever way. */
  private static void endWithParent() {
    try {
      while (System.in.read() >= 0) {}
    } catch (IOException gone) {
      // Then it has ended, too.
    }
    Runtime.getRuntime().halt(0);
  }

  /** Prints the figures whenever they change. */
  private static void report(Fleet fleet) throws InterruptedException {
    String last = "";
    while (true) {
      FleetMeters now = fleet.meters();
      FleetHealth health = fleet.health();
      String line =
          "%s %d %d %d %d"
              .formatted(
                  FIGURES,
                  now.online(),
                  now.resumed(),
                  health.nodes().size(),
                  health.covered() ? 1 : 0);
      if (!line.equals(last)) {
        System.out.println(line);
        last = line;
      }
      Thread.sleep(100);
    }
  }
}
