package im.linnet.benchmarks.connections;

import im.linnet.benchmarks.ChildJvm;
import im.linnet.benchmarks.Stopwatch;
import im.linnet.benchmarks.peers.Contestant;
import im.linnet.benchmarks.peers.Session;
import im.linnet.benchmarks.peers.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** One contestant's JVM: holds more and more sessions. */
public final class ConnectionsContest {

  /** The number of concurrent logins. */
  private static final int LANES = 16;

  private static final long SILENCE_MILLIS = 21_000;

  private final Contestant contestant;
  private final Target server;
  private final List<Session> sessions = new ArrayList<>();

  private ConnectionsContest(Contestant contestant, Target server) {
    this.contestant = contestant;
    this.server = server;
  }

  /**
   * Carries out orders.
   *
   * @param arguments the contestant, the server's port, its certificate
   */
  public static void main(String[] arguments) {
    Target server =
        new Target("localhost", Integer.parseInt(arguments[1]), "romeo", Path.of(arguments[2]));
    ConnectionsContest contest = new ConnectionsContest(Contestant.named(arguments[0]), server);
    ChildJvm.obey(contest::carryOut);
  }

  private double[] carryOut(List<String> words) throws Exception {
    return switch (words.get(0)) {
      case "memory" -> Memory.now().numbers();
      case "grow" -> grow(Integer.parseInt(words.get(1)));
      case "rest" -> rest();
      case "ping" -> ping(Integer.parseInt(words.get(1)));
      default -> throw new IllegalArgumentException("order: " + words);
    };
  }

  /** Signs in up to a total number of sessions; returns logins a second, and CPU ms of each. */
  private double[] grow(int total) throws Exception {
    int more = total - sessions.size();
    ExecutorService lanes = Executors.newFixedThreadPool(Math.min(LANES, more));
    try {
      Stopwatch all = new Stopwatch();
      List<Future<Session>> logins = new ArrayList<>();
      for (int i = 0; i < more; i++) {
        logins.add(lanes.submit(() -> contestant.login(server)));
      }
      for (Future<Session> login : logins) {
        sessions.add(login.get());
      }
      return new double[] {more / all.seconds(), all.cpuSeconds() * 1e3 / more};
    } finally {
      lanes.shutdown();
    }
  }

  /** Long enough for a session to know that it is idle. */
  private static double[] rest() throws InterruptedException {
    Thread.sleep(SILENCE_MILLIS);
    return new double[0];
  }

  /** Sends a number of pings, from one session after the other; returns CPU us of each. */
  private double[] ping(int count) throws Exception {
    Stopwatch all = new Stopwatch();
    for (int i = 0; i < count; i++) {
      sessions.get(i % sessions.size()).ping();
    }
    return new double[] {all.cpuSeconds() * 1e6 / count};
  }
}
