package im.linnet.benchmarks.chaos;

import im.linnet.benchmarks.Arguments;
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
    String wanted = given.oneOf("server", "both", "prosody", "ejabberd");
    // Reports errors before the first server is started.
    Settings.of(given, true);
    boolean good = true;
    int runs = 0;
    for (String name : List.of("prosody", "ejabberd")) {
      if (wanted.equals(name) || wanted.equals("both")) {
        Optional<String> missing = missing(name);
        if (missing.isPresent()) {
          System.out.println("Left out: " + name + ", as " + missing.get());
        } else {
          good &= run(name, Settings.of(given, name.equals("prosody")));
          runs++;
        }
      }
    }
    return runs == 0 ? 2 : good ? 0 : 1;
  }

  private static boolean run(String name, Settings settings) throws InterruptedException {
    System.out.println("chaos through " + name + " with --seed " + settings.seed());
    try (RealServer server = start(name, settings.pairs());
        Run run = new Run(name, server, settings)) {
      Verdict verdict = run.run();
      System.out.println(verdict.line());
      return verdict.isGood();
    }
  }

  private static Optional<String> missing(String name) {
    return name.equals("prosody") ? ProsodyServer.missing() : EjabberdServer.missing();
  }

  /** Starts a server that keeps lost streams only as long as the long outages require. */
  private static RealServer start(String name, int pairs) {
    return name.equals("prosody") ? prosody(pairs) : ejabberd(pairs);
  }

  /** Prosody without its archive, which takes seconds for each message once it is full. */
  private static RealServer prosody(int pairs) {
    ProsodyServer.Builder builder =
        ProsodyServer.builder().resumable(LongOutages.RESUMABLE).without("mam");
    users(pairs).forEach(user -> builder.user(user, Party.password(user)));
    return builder.start();
  }

  private static RealServer ejabberd(int pairs) {
    EjabberdServer.Builder builder = EjabberdServer.builder().resumable(LongOutages.RESUMABLE);
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
