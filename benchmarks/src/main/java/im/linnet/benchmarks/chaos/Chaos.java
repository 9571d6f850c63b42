package im.linnet.benchmarks.chaos;

import im.linnet.benchmarks.Arguments;
import im.linnet.benchmarks.Servers;
import im.linnet.benchmarks.kill.KillRun;
import im.linnet.testkit.server.EjabberdServer;
import im.linnet.testkit.server.ProsodyServer;
import im.linnet.testkit.server.RealServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** {@code benchmarks/run chaos}. */
public final class Chaos {

  /** A program takes a while to start, and much longer on a busy machine. */
  private static final Duration KEPT_WHILE_STARTING = Duration.ofSeconds(60);

  private Chaos() {}

  /**
   * Runs and prints the result; ends with 1 if a message was lost, duplicated, reordered or stuck,
   * and with 2 if the run could not start.
   *
   * @param arguments see {@code --help}
   * @throws Exception if interrupted
   */
  public static void main(String[] arguments) throws Exception {
    Arguments.run(arguments, Settings.USAGE, Set.of("quick"), Settings.NAMES, Chaos::run);
  }

  private static int run(Arguments given) throws InterruptedException, IOException {
    String wanted = given.oneOf("server", "both", "prosody", "ejabberd", "prosody13", "ejabberd24");
    // Reports errors before the first server is started.
    Settings.of(given, true);
    boolean good = true;
    int runs = 0;
    for (String name : wanted.equals("both") ? Servers.INSTALLED : Servers.ALL) {
      if (wanted.equals(name) || wanted.equals("both")) {
        Optional<String> missing = missing(name);
        if (missing.isPresent()) {
          System.out.println("Left out: " + name + ", as " + missing.get());
        } else {
          good &= run(name, Settings.of(given, isProsody(name)), given);
          runs++;
        }
      }
    }
    return runs == 0 ? 2 : good ? 0 : 1;
  }

  private static boolean run(String name, Settings settings, Arguments given)
      throws InterruptedException, IOException {
    int devices = given.count("devices", 0, 0, 16);
    long kills = given.number("kill", 0, 0, 1_000_000);
    System.out.println("chaos through " + name + " with --seed " + settings.seed());
    try (RealServer server =
        start(
            name,
            settings.pairs(),
            devices > 0,
            kills > 0 ? KEPT_WHILE_STARTING : LongOutages.RESUMABLE)) {
      if (kills > 0) {
        return kills(name, server, settings, kills);
      }
      return devices > 0 ? devices(name, server, settings, devices) : pairs(name, server, settings);
    }
  }

  private static boolean kills(String name, RealServer server, Settings settings, long kills)
      throws InterruptedException, IOException {
    try (KillRun run =
        new KillRun(
            name,
            server,
            Party.user("a", 0),
            Party.user("b", 0),
            Party::password,
            kills,
            settings.seed(),
            settings.patience())) {
      return run.run();
    }
  }

  private static boolean pairs(String name, RealServer server, Settings settings)
      throws InterruptedException {
    try (Run run = new Run(name, server, settings)) {
      Verdict verdict = run.run();
      System.out.println(verdict.line());
      return verdict.isGood();
    }
  }

  private static boolean devices(String name, RealServer server, Settings settings, int devices)
      throws InterruptedException {
    try (DevicesRun run = new DevicesRun(name, server, settings, devices)) {
      return run.run();
    }
  }

  private static Optional<String> missing(String name) {
    return Servers.named(name).reasonToSkip();
  }

  private static boolean isProsody(String name) {
    return Servers.named(name).isProsody();
  }

  /** Starts a server that keeps lost streams only as long as the long outages require. */
  private static RealServer start(String name, int pairs, boolean archive, Duration resumable) {
    boolean modern = Servers.named(name).isModern();
    return isProsody(name)
        ? prosody(modern, pairs, archive, resumable)
        : ejabberd(modern, pairs, resumable);
  }

  /**
   * Prosody without its archive unless it is needed, as it takes seconds for each message once it
   * is full.
   */
  private static RealServer prosody(
      boolean modern, int pairs, boolean archive, Duration resumable) {
    ProsodyServer.Builder builder =
        (modern ? ProsodyServer.modern() : ProsodyServer.builder()).resumable(resumable);
    if (!archive) {
      builder.without("mam");
    }
    users(pairs).forEach(user -> builder.user(user, Party.password(user)));
    return builder.start();
  }

  private static RealServer ejabberd(boolean modern, int pairs, Duration resumable) {
    EjabberdServer.Builder builder =
        (modern ? EjabberdServer.modern() : EjabberdServer.builder()).resumable(resumable);
    users(pairs).forEach(user -> builder.user(user, Party.password(user)));
    return builder.start();
  }

  private static List<String> users(int pairs) {
    return IntStream.range(0, pairs)
        .boxed()
        .flatMap(pair -> Stream.of(Party.user("a", pair), Party.user("b", pair)))
        .toList();
  }
}
