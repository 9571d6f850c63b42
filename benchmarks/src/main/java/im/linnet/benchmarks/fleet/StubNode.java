package im.linnet.benchmarks.fleet;

import im.linnet.benchmarks.ChildJvm;
import im.linnet.fleet.Fleet;
import im.linnet.fleet.FleetMeters;
import im.linnet.fleet.SignInRate;
import im.linnet.fleet.session.FleetSession;
import im.linnet.fleet.session.SessionSetup;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.xml.Element;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** A node of a fleet of {@link StubSession}s. */
final class StubNode {

  /** How many exchanges are under way at most, and one in each session. */
  static final int UNDER_WAY = 2_000;

  private final Fleet fleet;
  private final AtomicLong numbers = new AtomicLong();
  private final Map<Jid, StubSession> sessions = new ConcurrentHashMap<>();

  private StubNode(String port, String[] seeds, int accounts) {
    fleet =
        Fleet.named("bench")
            .bind("127.0.0.1", Integer.parseInt(port))
            .seeds(seeds)
            .waitFor(seeds.length)
            .factory(this::session)
            .accountList(() -> accounts(accounts))
            .signIns(SignInRate.unlimited())
            .resumeWithin(Duration.ofSeconds(25))
            .keepJvm()
            .build();
  }

  private FleetSession session(SessionSetup setup) {
    StubSession made = new StubSession(setup, numbers.incrementAndGet());
    sessions.put(setup.account(), made);
    return made;
  }

  private static List<Jid> accounts(int count) {
    return IntStream.range(0, count)
        .mapToObj(n -> Jid.of("account" + n + "@capulet.example"))
        .toList();
  }

  /**
   * Obeys orders.
   *
   * @param arguments own port, addresses of all nodes with commas, how many accounts
   */
  public static void main(String[] arguments) {
    StubNode node =
        new StubNode(arguments[0], arguments[1].split(","), Integer.parseInt(arguments[2]));
    CompletableFuture<Void> started = node.fleet.start().toCompletableFuture();
    ChildJvm.obey(
        words ->
            switch (words.get(0)) {
              case "started" -> {
                started.join();
                yield new double[0];
              }
              case "figures" -> node.figures();
              case "heap" -> new double[] {heap()};
              case "exchange" -> node.exchange(Integer.parseInt(words.get(1)));
              default -> throw new IllegalArgumentException(words.toString());
            });
  }

  private double[] figures() {
    FleetMeters now = fleet.meters();
    return new double[] {
      now.online(),
      now.copies(),
      now.records(),
      now.batches(),
      fleet.health().covered() ? 1 : 0,
      now.bytes()
    };
  }

  /** The heap in use after collections. */
  private static double heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** Sends and receives, by all sessions in turn. {@return the seconds it took, and CPU seconds} */
  private double[] exchange(int count) {
    List<StubSession> all = List.copyOf(sessions.values());
    Element stanza =
        Message.chat(Jid.of("romeo@montague.example"), "But soft, what light through yonder window")
            .element();
    long began = System.nanoTime();
    long cpu = cpu();
    CompletableFuture<?>[] window = new CompletableFuture<?>[UNDER_WAY];
    Arrays.fill(window, CompletableFuture.completedFuture(null));
    // A session has one record of each kind under way at a time, as a client does.
    for (int n = 0; n < count; n++) {
      int slot = n % Math.min(UNDER_WAY, all.size());
      window[slot].join();
      window[slot] = all.get(n % all.size()).exchange(stanza).toCompletableFuture();
    }
    CompletableFuture.allOf(window).join();
    return new double[] {(System.nanoTime() - began) / 1e9, (cpu() - cpu) / 1e9};
  }

  private static long cpu() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
