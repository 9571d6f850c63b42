package im.linnet.benchmarks.client;

import im.linnet.benchmarks.ChildJvm;
import im.linnet.benchmarks.Choice;
import im.linnet.benchmarks.Measured;
import im.linnet.benchmarks.Quartiles;
import im.linnet.benchmarks.peers.Contestant;
import im.linnet.benchmarks.peers.Target;
import im.linnet.testkit.server.ProsodyServer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * {@code benchmarks/run logins}: warm logins with Prosody 13, by password (SASL2, Bind 2), by token
 * (FAST), and by token into the stream that was left, beside Smack's.
 */
public final class LoginTable {

  private static final List<String> JVM = List.of("-Xms512m", "-Xmx512m", "-XX:+UseSerialGC");

  private final List<String> contestants;
  private final int rounds;
  private final double warmth;
  private final List<Logins> all = new ArrayList<>();

  /** One contestant, and its results so far. */
  private record Logins(String name, ChildJvm jvm, List<Double> millis, List<Double> cpuMillis) {

    void measure() {
      double[] numbers = jvm.ask(Measure.LOGIN.order());
      millis.add(numbers[0]);
      cpuMillis.add(numbers[1]);
    }

    double median(Function<Logins, List<Double>> results) {
      return Quartiles.of(results.apply(this)).median();
    }
  }

  private LoginTable(Choice choice) {
    contestants = Contestant.MODERN.stream().filter(choice::hasContestant).toList();
    rounds = choice.quick() ? 5 : 15;
    warmth = choice.quick() ? 0.5 : 1;
  }

  /**
   * Runs all and prints the table and the ratios.
   *
   * @param arguments as {@link Choice} reads them, corpora apart
   * @throws Exception if it could not be run
   */
  public static void main(String[] arguments) throws Exception {
    Choice.run(
        arguments, "logins", List.of(), Contestant.MODERN, choice -> new LoginTable(choice).run());
  }

  private void run() {
    try (ProsodyServer server =
        ProsodyServer.modern().user("romeo", Target.PASSWORD).sessionTickets().start()) {
      try {
        for (String name : contestants) {
          ChildJvm jvm = contestant(name, server);
          all.add(new Logins(name, jvm, new ArrayList<>(), new ArrayList<>()));
        }
        for (Logins each : all) {
          System.err.println("Warming up: " + each.name());
          each.jvm().ask(Measure.LOGIN.warmUp(warmth));
        }
        for (int round = 0; round < rounds; round++) {
          round(round);
        }
      } finally {
        all.forEach(each -> each.jvm().close());
      }
    }
    print();
  }

  private static ChildJvm contestant(String name, ProsodyServer server) {
    // It has no use for a canned peer.
    return ChildJvm.start(
        ClientContest.class,
        JVM,
        name,
        String.valueOf(server.starttlsPort()),
        server.trustAnchorFile().toString(),
        "0",
        "0",
        "none");
  }

  /** All in turn, another one first each time. */
  private void round(int round) {
    List<Logins> order = new ArrayList<>(all);
    Collections.rotate(order, round);
    order.forEach(Logins::measure);
    System.err.printf(Locale.ROOT, "Round %d of %d%n", round + 1, rounds);
  }

  private void print() {
    System.out.println("| client | login: ms (quartiles) | login and logout: CPU ms |");
    System.out.println("|---|--:|--:|");
    for (Logins each : all) {
      System.out.printf(
          Locale.ROOT,
          "| %s | %s | %s |%n",
          each.name(),
          Quartiles.of(each.millis()).cell(),
          Quartiles.of(each.cpuMillis()).cell());
    }
    System.out.println();
    for (Logins each : all) {
      if (each.name().startsWith("linnet")) {
        Measured.ratio("logins." + each.name() + ".time", ratio(each, Logins::millis));
        Measured.ratio("logins." + each.name() + ".cpu", ratio(each, Logins::cpuMillis));
      }
    }
  }

  /** The median, divided by that of the better one of the peers. */
  private double ratio(Logins each, Function<Logins, List<Double>> results) {
    double best =
        all.stream()
            .filter(peer -> peer.name().startsWith("smack"))
            .mapToDouble(peer -> peer.median(results))
            .min()
            .orElse(Double.NaN);
    return each.median(results) / best;
  }
}
