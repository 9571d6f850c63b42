package im.linnet.benchmarks.chaos;

import im.linnet.benchmarks.Arguments;
import im.linnet.benchmarks.Servers;
import im.linnet.testkit.server.EjabberdServer;
import im.linnet.testkit.server.ProsodyServer;
import im.linnet.testkit.server.RealServer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** {@code benchmarks/run chaos}. */
public final class Chaos {

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

  private static int run(Arguments given) throws InterruptedException {
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
          good &= run(name, Settings.of(given, isProsody(name)), given.count("devices", 0, 0, 16));
          runs++;
        }
      }
    }
    return runs == 0 ? 2 : good ? 0 : 1;
  }

  private static boolean run(String name, Settings settings, int devices)
      throws InterruptedException {
    System.out.println("chaos through " + name + " with --seed " + settings.seed());
    try (RealServer server = start(name, settings.pairs(), devices > 0)) {
      return devices > 0 ? devices(name, server, settings, devices) : pairs(name, server, settings);
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
  private static RealServer start(String name, int pairs, boolean archive) {
    boolean modern = Servers.named(name).isModern();
    return isProsody(name) ? prosody(modern, pairs, archive) : ejabberd(modern, pairs);
  }

  /**
   * Prosody without its archive unless it is needed, as it takes seconds for each message once it
   * is full.
   */
  private static RealServer prosody(boolean modern, int pairs, boolean archive) {
    ProsodyServer.Builder builder =
        (modern ? ProsodyServer.modern() : ProsodyServer.builder())
            .resumable(LongOutages.RESUMABLE);
    if (!archive) {
      builder.without("mam");
    }
    users(pairs).forEach(user -> builder.user(user, Party.password(user)));
    return builder.start();
  }

  private static RealServer ejabberd(boolean modern, int pairs) {
    EjabberdServer.Builder builder =
        (modern ? EjabberdServer.modern() : EjabberdServer.builder())
            .resumable(LongOutages.RESUMABLE);
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
