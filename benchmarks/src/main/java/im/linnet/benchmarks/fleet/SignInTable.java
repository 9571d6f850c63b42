package im.linnet.benchmarks.fleet;

import com.sun.management.OperatingSystemMXBean;
import im.linnet.ClientBuilder;
import im.linnet.ClientResources;
import im.linnet.XmppClient;
import im.linnet.benchmarks.Arguments;
import im.linnet.benchmarks.Quartiles;
import im.linnet.benchmarks.Servers;
import im.linnet.connection.BoundStream;
import im.linnet.connection.SavedStream;
import im.linnet.endpoint.Endpoint;
import im.linnet.jid.Jid;
import im.linnet.sasl.FastTokens;
import im.linnet.sasl.Sasl;
import im.linnet.testkit.server.RealServer;
import im.linnet.tls.TlsPolicy;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * {@code benchmarks/run signins}: what it costs to take up a stream, as after the loss of a node:
 * by password, with nothing known of the account, and by a token (FAST, XEP-0484).
 */
public final class SignInTable {

  private static final String USAGE =
      """
      Usage: benchmarks/run signins [--server SERVER] [--accounts N] [--rate N]
        --server    prosody, ejabberd, prosody13 or ejabberd24; prosody13 unless given
        --accounts  how many streams are taken up each way; 100 unless given
        --rate      how many sign-ins a second begin in the second part; 50 unless given\
      """;

  private static final String PASSWORD = "R0m30";

  private final RealServer server;
  private final int accounts;
  private final int rate;
  private final ClientResources resources = ClientResources.create();
  private final TlsPolicy tls;

  private SignInTable(RealServer server, int accounts, int rate) {
    this.server = server;
    this.accounts = accounts;
    this.rate = rate;
    tls = TlsPolicy.builder().trust(server.trustAnchorFile()).build();
  }

  /**
   * Runs and prints the results.
   *
   * @param arguments see {@code --help}
   * @throws Exception if it could not be run
   */
  public static void main(String[] arguments) throws Exception {
    Arguments.run(
        arguments, USAGE, Set.of(), Set.of("server", "accounts", "rate"), SignInTable::run);
  }

  private static int run(Arguments given) {
    String wanted = given.oneOf("server", "prosody13", "prosody", "ejabberd", "ejabberd24");
    int accounts = given.count("accounts", 100, 1, 10_000);
    int rate = given.count("rate", 50, 1, 10_000);
    RealServer.Builder settings = Servers.named(wanted).settings();
    IntStream.range(0, accounts).forEach(n -> settings.user("account" + n, PASSWORD));
    try (RealServer server = settings.start()) {
      SignInTable table = new SignInTable(server, accounts, rate);
      table.measure(wanted, "password", false);
      table.measure(wanted, "token", true);
    }
    return 0;
  }

  /** CPU seconds of this program and of the server. */
  private record Cpu(double own, double server) {

    static Cpu now() {
      long own =
          ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
              .getProcessCpuTime();
      Duration children =
          ProcessHandle.current()
              .descendants()
              .map(child -> child.info().totalCpuDuration().orElse(Duration.ZERO))
              .reduce(Duration.ZERO, Duration::plus);
      return new Cpu(own / 1e9, children.toMillis() / 1e3);
    }
  }

  private void measure(String name, String way, boolean tokens) {
    List<FastTokens> stores =
        IntStream.range(0, accounts)
            .mapToObj(n -> tokens ? FastTokens.inMemory() : FastTokens.none())
            .toList();
    List<SavedStream> streams = suspend(begin(stores, null));
    // The first time is for the JIT compiler.
    streams = suspend(begin(stores, streams));
    Cpu before = Cpu.now();
    long began = System.nanoTime();
    List<XmppClient> clients = begin(stores, streams);
    double took = (System.nanoTime() - began) / 1e9;
    Cpu after = Cpu.now();
    print(name, way + " one after another", took, before, after, clients, "");
    streams = suspend(clients);
    before = Cpu.now();
    began = System.nanoTime();
    List<Double> each = new ArrayList<>();
    clients = atRate(stores, streams, each);
    took = (System.nanoTime() - began) / 1e9;
    after = Cpu.now();
    double[] times = each.stream().mapToDouble(Double::doubleValue).toArray();
    print(
        name,
        way + " at " + rate + " a second",
        took,
        before,
        after,
        clients,
        " median=%.0fms p95=%.0fms".formatted(Quartiles.of(times, 0.5), Quartiles.of(times, 0.95)));
    suspend(clients);
  }

  private void print(
      String name,
      String way,
      double took,
      Cpu before,
      Cpu after,
      List<XmppClient> clients,
      String more) {
    BoundStream stream = clients.get(0).stream();
    long resumed =
        clients.stream()
            .map(XmppClient::stream)
            .filter(each -> each != null && each.resumed())
            .count();
    System.out.printf(
        Locale.ROOT,
        "RESULT signins server=%s way=%s mechanism=%s accounts=%d resumed=%d perSecond=%.1f"
            + " clientCpu=%.1fms serverCpu=%.1fms%s%n",
        name,
        way.replace(' ', '-'),
        stream == null ? "none" : stream.mechanism(),
        accounts,
        resumed,
        accounts / took,
        (after.own() - before.own()) * 1e3 / accounts,
        (after.server() - before.server()) * 1e3 / accounts,
        more);
  }

  /** Signs in one after another; without streams, binds. */
  private List<XmppClient> begin(List<FastTokens> stores, @Nullable List<SavedStream> streams) {
    List<XmppClient> clients = new ArrayList<>();
    for (int n = 0; n < accounts; n++) {
      XmppClient client = client(n, stores.get(n), streams == null ? null : streams.get(n));
      client.connect().orTimeout(1, TimeUnit.MINUTES).join();
      clients.add(client);
    }
    return clients;
  }

  private List<XmppClient> atRate(
      List<FastTokens> stores, List<SavedStream> streams, List<Double> each) {
    List<XmppClient> clients = new ArrayList<>();
    List<CompletableFuture<Double>> open = new ArrayList<>();
    long first = System.nanoTime();
    for (int n = 0; n < accounts; n++) {
      long due = first + TimeUnit.SECONDS.toNanos(n) / rate;
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      long began = System.nanoTime();
      XmppClient client = client(n, stores.get(n), streams.get(n));
      clients.add(client);
      open.add(
          client
              .connect()
              .orTimeout(1, TimeUnit.MINUTES)
              .thenApply(bound -> (System.nanoTime() - began) / 1e6));
    }
    open.forEach(one -> each.add(one.join()));
    return clients;
  }

  /** Each has a password of its own, from which it derives the keys, as on another node. */
  private XmppClient client(int n, FastTokens tokens, @Nullable SavedStream saved) {
    ClientBuilder builder =
        XmppClient.builder(Jid.of("account" + n + "@" + server.domain()))
            .resources(resources)
            .endpoint(Endpoint.startTls("127.0.0.1", server.starttlsPort()))
            .sasl(Sasl.password(PASSWORD))
            .fastTokens(tokens)
            .tls(tls);
    return saved == null ? builder.build() : builder.resume(saved, stanza -> {}).build();
  }

  private static List<SavedStream> suspend(List<XmppClient> clients) {
    List<CompletableFuture<SavedStream>> all = clients.stream().map(XmppClient::suspend).toList();
    return all.stream().map(one -> one.orTimeout(1, TimeUnit.MINUTES).join()).toList();
  }
}
