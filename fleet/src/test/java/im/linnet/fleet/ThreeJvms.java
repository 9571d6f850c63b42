package im.linnet.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.endpoint.Endpoint;
import im.linnet.jid.Jid;
import im.linnet.sasl.Sasl;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.testkit.junit.ServerExtension;
import im.linnet.testkit.net.FreePorts;
import im.linnet.testkit.server.RealServer;
import im.linnet.tls.TlsPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Three JVMs with real sessions, and a driver to whom each answers. */
@Timeout(240)
abstract class ThreeJvms {

  private static final int FEW = 12;

  @RegisterExtension final ServerExtension<RealServer> running;

  final List<EchoProcess> nodes = new ArrayList<>();
  final List<Integer> ports = new ArrayList<>();
  final List<Jid> bots;
  final Map<Jid, List<String>> asked = new ConcurrentHashMap<>();
  final Map<Jid, List<String>> answered = new ConcurrentHashMap<>();
  private int number;

  ThreeJvms(RealServer.Builder settings) {
    this(settings, FEW);
  }

  ThreeJvms(RealServer.Builder settings, int count) {
    running = ServerExtension.of(settings);
    bots = EchoNode.bots(count);
  }

  @BeforeEach
  void register() {
    List<String> names = new ArrayList<>(List.of("driver"));
    bots.forEach(bot -> names.add(String.valueOf(bot.local())));
    running.server().addUsers(names, "secret");
  }

  @AfterEach
  void end() {
    nodes.forEach(EchoProcess::close);
  }

  XmppClient driver() {
    RealServer server = running.server();
    XmppClient driver =
        XmppClient.builder("driver@localhost")
            .sasl(Sasl.password("secret"))
            .endpoint(Endpoint.startTls("127.0.0.1", server.starttlsPort()))
            .tls(TlsPolicy.builder().trust(server.trustAnchorFile()).build())
            .build();
    driver.onMessage(
        said -> {
          Jid from = said.from();
          if (from != null) {
            answered
                .computeIfAbsent(from.bare(), bot -> new CopyOnWriteArrayList<>())
                .add(String.valueOf(said.body()));
          }
        });
    driver.connect().orTimeout(60, TimeUnit.SECONDS).join();
    driver.send(Presence.available());
    return driver;
  }

  void start() {
    start(3);
  }

  /** Starts so many nodes, and waits until each has some of the bots. */
  void start(int size) {
    ports.addAll(FreePorts.find(size));
    ports.forEach(this::startAt);
    for (EchoProcess node : nodes) {
      until("up", node, () -> node.printed("UP"));
    }
    until(
        "each has some of the bots, and all are held",
        nodes.get(0),
        () -> holders().size() == size && online() == bots.size());
  }

  /** Starts a node that was there before. */
  void restart(int index) {
    startAt(ports.get(index));
    EchoProcess node = nodes.get(nodes.size() - 1);
    until("up again", node, () -> node.printed("UP"));
    until(
        "each has some of the bots, and all are held",
        node,
        () -> holders().size() == 3 && online() == bots.size());
  }

  private void startAt(int port) {
    String seeds = ports.stream().map(each -> "127.0.0.1:" + each).collect(Collectors.joining(","));
    RealServer server = running.server();
    nodes.add(
        new EchoProcess(
            List.of(
                Integer.toString(port),
                seeds,
                Integer.toString(server.starttlsPort()),
                server.trustAnchorFile().toString(),
                Integer.toString(bots.size()),
                engine(port))));
  }

  /** Further settings of the engine of the node at a port. */
  String engine(int port) {
    return "";
  }

  /** The node that said last that it has the copies of another one. */
  EchoProcess vaultOf(EchoProcess node) {
    until("has copies: ", node, () -> lastOfCopies(node).startsWith("COPIES AT "));
    String address = lastOfCopies(node).substring("COPIES AT ".length());
    return nodes.get(ports.indexOf(Integer.parseInt(address.substring(address.indexOf(':') + 1))));
  }

  private static String lastOfCopies(EchoProcess node) {
    return node.lines().stream()
        .filter(line -> line.startsWith("COPIES "))
        .reduce("", (before, after) -> after);
  }

  /**
   * Each message came in one place of one stream, wherever it was handled: so who remembers these
   * does nothing twice.
   */
  void verifyArrivals() {
    Map<String, Set<String>> arrivals = new HashMap<>();
    for (EchoProcess node : nodes) {
      for (String line : node.lines()) {
        String[] words = line.split(" ");
        if (words[0].equals("HANDLES")) {
          arrivals
              .computeIfAbsent(words[1], body -> new HashSet<>())
              .add(words[2] + " " + words[3]);
        }
      }
    }
    assertThat(arrivals).hasSize(number);
    assertThat(arrivals).allSatisfy((body, places) -> assertThat(places).hasSize(1));
  }

  /** What a node holds, by what it said last of each account. */
  static long holds(EchoProcess node) {
    return online(node).size();
  }

  /** The accounts that a node holds. */
  static List<String> online(EchoProcess node) {
    Map<String, Boolean> last = new HashMap<>();
    for (String line : node.lines()) {
      if (line.startsWith("Session[account=")) {
        last.put(
            line.substring("Session[account=".length(), line.indexOf(',')),
            line.contains("state=Online"));
      }
    }
    return last.entrySet().stream().filter(Map.Entry::getValue).map(Map.Entry::getKey).toList();
  }

  private List<EchoProcess> holders() {
    return nodes.stream().filter(node -> node.isAlive() && holds(node) > 0).toList();
  }

  long online() {
    return nodes.stream().filter(EchoProcess::isAlive).mapToLong(ThreeJvms::holds).sum();
  }

  static void until(String what, EchoProcess node, BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(100);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("Still not: " + what + "\n" + String.join("\n", node.lines()));
      }
      LockSupport.parkNanos(50_000_000);
    }
  }

  void ask(XmppClient driver, int messages) {
    for (int i = 0; i < messages; i++) {
      Jid bot = bots.get(number % bots.size());
      String body = "m" + number++;
      asked.computeIfAbsent(bot, made -> new ArrayList<>()).add(body);
      driver.send(Message.chat(bot, body));
      LockSupport.parkNanos(20_000_000);
    }
  }

  /** Each message is answered, in order; what was not recorded in time may be answered again. */
  void verify() {
    for (Jid bot : bots) {
      List<String> expected = asked.getOrDefault(bot, List.of());
      until(
          bot + " has answered " + expected,
          nodes.get(nodes.size() - 1),
          () -> answered.getOrDefault(bot, List.of()).containsAll(expected));
      assertThat(answered.getOrDefault(bot, List.of()).stream().distinct())
          .containsExactlyElementsOf(expected);
    }
  }

  long total(String part) {
    return nodes.stream().mapToLong(node -> node.count(part)).sum();
  }
}
