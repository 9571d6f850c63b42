package im.linnet.benchmarks.chaos;

import im.linnet.ClientResources;
import im.linnet.benchmarks.ProgressLine;
import im.linnet.testkit.server.RealServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/** One run through one server. */
final class Run implements AutoCloseable {

  private static final int TICK_MILLIS = 100;

  private final String server;
  private final Settings settings;
  private final ClientResources resources = ClientResources.create();
  private final List<Party> parties;
  private final List<Way> ways;
  private final LongOutages outages;
  private final ProgressLine progress = new ProgressLine();
  private int stuck;

  /**
   * A run that has not started.
   *
   * @param name the server's name
   */
  Run(String name, RealServer server, Settings settings) {
    this.server = name;
    this.settings = settings;
    List<Party> clients = new ArrayList<>();
    List<Way> directions = new ArrayList<>();
    for (int pair = 0; pair < settings.pairs(); pair++) {
      Party a = party("a", "b", pair, 1, server);
      Party b = party("b", "a", pair, 2, server);
      clients.addAll(List.of(a, b));
      directions.add(new Way("a", a, b, settings));
      directions.add(new Way("b", b, a, settings));
    }
    this.parties = List.copyOf(clients);
    this.ways = List.copyOf(directions);
    this.outages = new LongOutages(parties, settings.longOutage());
  }

  private Party party(String which, String peer, int pair, int ways, RealServer at) {
    return new Party(
        which, peer, pair, ways, at, resources, settings.events(server, Party.user(which, pair)));
  }

  /** Runs to the end and returns the verdict. */
  Verdict run() throws InterruptedException {
    parties.forEach(party -> party.begin().orTimeout(30, TimeUnit.SECONDS).join());
    List<Faults> faults = IntStream.range(0, parties.size()).mapToObj(this::breaking).toList();
    ways.forEach(Way::start);
    while (cuts() < settings.cuts() && !isStuck()) {
      outages.tick(cuts());
      pause();
    }
    outages.end();
    faults.forEach(Faults::end);
    ways.forEach(way -> way.courier().stop());
    while (!ways.stream().allMatch(Way::isComplete) && !isStuck()) {
      pause();
    }
    progress.end();
    ways.forEach(way -> way.courier().abandon());
    closeClients();
    return verdict();
  }

  /** Measures the bytes of a negotiation on the first connection, which is then cut. */
  private Faults breaking(int index) {
    Party party = parties.get(index);
    Faults faults = Faults.of(settings.seed() * 31 + index, party.lines(), settings.strangers());
    if (settings.breaking().contains(party.name())) {
      faults.breakOn(party.lines());
    }
    return faults;
  }

  private long cuts() {
    return sum(party -> party.lines().broken());
  }

  private long sum(ToLongFunction<Party> of) {
    return parties.stream().mapToLong(of).sum();
  }

  private long total(ToLongFunction<Way> of) {
    return ways.stream().mapToLong(of).sum();
  }

  private void pause() throws InterruptedException {
    progress.show(
        "chaos through %s: %d of %d cuts, %d messages sent, %d arrived, %d streams resumed"
            .formatted(
                server,
                cuts(),
                settings.cuts(),
                total(way -> way.courier().sent()),
                total(way -> way.inbox().arrived()),
                sum(party -> party.losses().resumed())));
    Thread.sleep(TICK_MILLIS);
  }

  private boolean isStuck() {
    List<Way> standing = ways.stream().filter(way -> way.isStuck(settings.patience())).toList();
    if (standing.isEmpty()) {
      return false;
    }
    progress.end();
    stuck = standing.size();
    standing.forEach(way -> System.out.println("STUCK? " + way.words()));
    for (Party party : parties) {
      System.out.println("The last events of " + party.client().account() + ":");
      party.trace().last().forEach(line -> System.out.println("  " + line));
    }
    return true;
  }

  private void closeClients() {
    for (Party party : parties) {
      CompletableFuture<Void> closed = party.client().shutdown();
      try {
        closed.orTimeout(20, TimeUnit.SECONDS).join();
      } catch (CompletionException e) {
        stuck++;
        System.out.println(party.words() + " and does not close: " + e.getCause());
      }
    }
  }

  private Verdict verdict() {
    Report report = new Report(parties, ways);
    report.print(progress.taken(), outages.count(), cuts());
    return new Verdict(
        server,
        cuts(),
        sum(party -> party.lines().strangers().count()),
        total(way -> way.courier().sent()),
        total(way -> way.inbox().missing(way.courier().sent()).size())
            + total(way -> way.courier().swallowed()),
        total(way -> way.inbox().duplicated()),
        total(way -> way.inbox().reordered()),
        stuck);
  }

  @Override
  public void close() {
    parties.forEach(Party::close);
    resources.close();
  }
}
