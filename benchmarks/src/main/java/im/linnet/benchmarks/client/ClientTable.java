package im.linnet.benchmarks.client;

import im.linnet.benchmarks.ChildJvm;
import im.linnet.benchmarks.Choice;
import im.linnet.benchmarks.Measured;
import im.linnet.benchmarks.Quartiles;
import im.linnet.benchmarks.peers.Contestant;
import im.linnet.benchmarks.peers.Target;
import im.linnet.testkit.server.ProsodyServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code benchmarks/run client}. */
public final class ClientTable {

  /** The JVM options of every contestant. */
  private static final List<String> JVM = List.of("-Xms512m", "-Xmx512m", "-XX:+UseSerialGC");

  private static final List<Measure> WARM =
      List.of(
          Measure.LOGIN,
          Measure.PING,
          Measure.ONE_WAY,
          Measure.RECEIVE,
          Measure.SEND,
          Measure.RECEIVE_TLS,
          Measure.SEND_TLS);

  /**
   * The peers of the ratios, as their users configure them; {@link #CORE} is the fastest possible.
   */
  private static final List<String> TUNED = List.of("smack", "babbler");

  private static final List<String> CORE = List.of("smack-core");

  /** The results of {@link Measure} that have ratios. */
  private static final Map<String, String> RATIOS = ratios();

  private final List<String> contestants;
  private final int rounds;
  private final double warmth;
  private final List<Standing> standings = new ArrayList<>();
  private final long start = System.nanoTime();

  /** One warm contestant and its results so far. */
  private record Standing(
      String name, ChildJvm jvm, ClassArchive archive, Map<String, List<Double>> results) {

    void note(String result, double number) {
      results.computeIfAbsent(result, first -> new ArrayList<>()).add(number);
    }

    Quartiles of(String result) {
      return Quartiles.of(results.getOrDefault(result, List.of()));
    }
  }

  private ClientTable(Choice choice) {
    contestants = Contestant.NAMES.stream().filter(choice::hasContestant).toList();
    rounds = choice.quick() ? 3 : 9;
    warmth = choice.quick() ? 0.15 : 1;
  }

  private static Map<String, String> ratios() {
    Map<String, String> ratios = new LinkedHashMap<>();
    ratios.put("client.login-cpu", "login and logout: CPU ms");
    ratios.put("client.login-time", "login: ms");
    ratios.put("client.cold", "login, cold JVM: ms");
    ratios.put("client.archived", "login, cold JVM with archive: ms");
    ratios.put("client.ping-median", "ping: us, median");
    ratios.put("client.ping-p99", "ping: us, 99th percentile");
    ratios.put("client.receive-cpu", "receive: CPU s per 10,000");
    ratios.put("client.send-cpu", "send: CPU s per 10,000");
    ratios.put("client.oneway-cpu", "one way: CPU s per 10,000");
    ratios.put("client.oneway-rate", "one way: messages a second");
    ratios.put("client.receive-tls-cpu", "receive through TLS: CPU s per 10,000");
    ratios.put("client.receive-tls-rate", "receive through TLS: messages a second");
    ratios.put("client.send-tls-cpu", "send through TLS: CPU s per 10,000");
    return ratios;
  }

  /**
   * Runs all and prints the table and the ratios.
   *
   * @param arguments as {@link Choice} reads them, corpora apart
   * @throws Exception if it could not be run
   */
  public static void main(String[] arguments) throws Exception {
    Choice.run(arguments, "client", List.of(), Contestant.NAMES, ClientTable::run);
  }

  private static void run(Choice choice) {
    ClientTable table = new ClientTable(choice);
    Path anchor = temporary(".pem");
    try (ChildJvm peer = ChildJvm.start(CannedPeer.class, List.of(), anchor.toString());
        ProsodyServer server =
            ProsodyServer.builder()
                .user("romeo", Target.PASSWORD)
                .user("juliet", Target.PASSWORD)
                .sessionTickets()
                // Off: they would cost the server more than passing messages on.
                .without("mam", "carbons", "csi_simple")
                .start()) {
      double[] ports = peer.ask("ports");
      table.run(
          String.valueOf(server.starttlsPort()),
          server.trustAnchorFile().toString(),
          String.valueOf((int) ports[0]),
          String.valueOf((int) ports[1]),
          anchor.toString());
    }
    table.print();
  }

  private static Path temporary(String ending) {
    try {
      Path file = Files.createTempFile("linnet-client", ending);
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run(String... places) {
    try {
      for (String name : contestants) {
        standings.add(
            new Standing(
                name,
                contestant(name, List.of(), places),
                archive(name, places),
                new LinkedHashMap<>()));
      }
      for (Measure measure : WARM) {
        for (Standing standing : standings) {
          standing.jvm().ask(measure.warmUp(warmth));
          progress("warm-up", standing, measure, "done");
        }
      }
      for (int round = 0; round < rounds; round++) {
        round(round, places);
      }
    } finally {
      standings.forEach(standing -> standing.jvm().close());
    }
  }

  private static ClassArchive archive(String name, String[] places) {
    ClassArchive archive = new ClassArchive(temporary(".jsa"));
    try (ChildJvm first = contestant(name, archive.making(), places)) {
      first.ask(Measure.COLD.order());
      first.finish();
    }
    return archive;
  }

  private static ChildJvm contestant(String name, List<String> options, String[] places) {
    List<String> all = new ArrayList<>(JVM);
    all.addAll(options);
    List<String> arguments = new ArrayList<>(List.of(name));
    arguments.addAll(List.of(places));
    return ChildJvm.start(ClientContest.class, all, arguments.toArray(String[]::new));
  }

  /**
   * Runs each measure for all contestants in turn, so that a busy moment of the machine affects
   * all. The first contestant changes from round to round, because the server and the previous JVM
   * are still busy with the last measure when it starts.
   */
  private void round(int round, String[] places) {
    List<Standing> order = new ArrayList<>(standings);
    Collections.rotate(order, round);
    for (Measure measure : WARM) {
      for (Standing standing : order) {
        measure(round, standing, measure, standing.jvm());
      }
    }
    for (Standing standing : order) {
      try (ChildJvm cold = contestant(standing.name(), List.of(), places)) {
        measure(round, standing, Measure.COLD, cold);
      }
      List<String> archive = standing.archive().using();
      try (ChildJvm archived = contestant(standing.name(), archive, places)) {
        measure(round, standing, Measure.ARCHIVED, archived);
      }
    }
  }

  private void measure(int round, Standing standing, Measure measure, ChildJvm jvm) {
    double[] numbers = jvm.ask(measure.order());
    for (int i = 0; i < numbers.length; i++) {
      standing.note(measure.results().get(i), numbers[i]);
    }
    progress(
        "round " + (round + 1) + "/" + rounds,
        standing,
        measure,
        Arrays.stream(numbers).mapToObj("%.4g"::formatted).collect(Collectors.joining(" ")));
  }

  private void progress(String phase, Standing standing, Measure measure, String result) {
    System.err.printf(
        Locale.ROOT,
        "[%s, %d s] %s, %s: %s%n",
        phase,
        (System.nanoTime() - start) / 1_000_000_000,
        measure.name().toLowerCase(Locale.ROOT),
        standing.name(),
        result);
  }

  private void print() {
    System.out.println("| median (quartiles) | " + String.join(" | ", contestants) + " |");
    System.out.println("|---|" + "--:|".repeat(contestants.size()));
    for (Measure measure : Measure.values()) {
      for (String result : measure.results()) {
        StringBuilder row = new StringBuilder("| " + result);
        standings.forEach(standing -> row.append(" | ").append(standing.of(result).cell()));
        System.out.println(row.append(" |"));
      }
    }
    System.out.println();
    RATIOS.forEach((ratio, result) -> Measured.ratio(ratio, ratio(result, TUNED)));
    RATIOS.forEach(
        (ratio, result) -> Measured.ratio(ratio + ".vs-smack-core", ratio(result, CORE)));
    compare("linnet", ".both-managed-vs-smack-core", "smack-core-managed");
    compare("linnet-unmanaged", ".none-managed-vs-smack-core", "smack-core");
    compare("linnet-journal", ".with-journal", "linnet");
  }

  /** The results of one contestant divided by those of another, if both took part. */
  private void compare(String name, String what, String other) {
    if (contestants.containsAll(List.of(name, other))) {
      RATIOS.forEach(
          (ratio, result) ->
              Measured.ratio(ratio + what, median(name, result) / median(other, result)));
    }
  }

  /** Linnet's result divided by that of the best of some peers. */
  private double ratio(String result, List<String> peers) {
    double best =
        peers.stream()
            .filter(contestants::contains)
            .mapToDouble(peer -> median(peer, result))
            .min()
            .orElse(Double.NaN);
    return median("linnet", result) / best;
  }

  private double median(String name, String result) {
    return standings.stream()
        .filter(standing -> standing.name().equals(name))
        .mapToDouble(standing -> standing.of(result).median())
        .findFirst()
        .orElse(Double.NaN);
  }
}
