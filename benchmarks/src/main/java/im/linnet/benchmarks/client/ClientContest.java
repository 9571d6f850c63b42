package im.linnet.benchmarks.client;

import im.linnet.benchmarks.ChildJvm;
import im.linnet.benchmarks.Quartiles;
import im.linnet.benchmarks.Stopwatch;
import im.linnet.benchmarks.peers.Contestant;
import im.linnet.benchmarks.peers.Session;
import im.linnet.benchmarks.peers.Target;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One contestant's JVM: carries out one measurement at a time. */
public final class ClientContest {

  /** The time limit until all messages have arrived. */
  private static final long PATIENCE_SECONDS = 120;

  private final Contestant prosody;
  private final Line clear;
  private final Line secured;
  private final Target server;
  private final Semaphore arrived = new Semaphore(0);

  private @Nullable Session romeo;
  private @Nullable Session juliet;

  /** The way to the canned peer, which a session takes when it is first needed. */
  private static final class Line {
    private final Contestant contestant;
    private final Target peer;
    private @Nullable Session session;

    Line(String name, Target peer) {
      contestant = Contestant.named(name);
      this.peer = peer;
    }

    Session session(Consumer<String> bodies) throws Exception {
      Session known = session;
      if (known == null) {
        known = contestant.login(peer);
        known.onMessage(bodies);
        session = known;
      }
      return known;
    }
  }

  private ClientContest(String name, Target server, Target clear, Target secured) {
    this.prosody = Contestant.named(name);
    this.clear = new Line(name, clear);
    this.secured = new Line(name, secured);
    this.server = server;
  }

  /**
   * Carries out orders.
   *
   * @param arguments the contestant, Prosody's port, its certificate, the canned peer's ports for
   *     clear text and TLS, its certificate
   */
  public static void main(String[] arguments) {
    Stopwatch start = new Stopwatch();
    Target server =
        new Target("localhost", Integer.parseInt(arguments[1]), "romeo", Path.of(arguments[2]));
    Target clear = new Target(CannedPeer.DOMAIN, Integer.parseInt(arguments[3]), null, null);
    Target secured =
        new Target(CannedPeer.DOMAIN, Integer.parseInt(arguments[4]), null, Path.of(arguments[5]));
    ClientContest contest = new ClientContest(arguments[0], server, clear, secured);
    ChildJvm.obey(words -> contest.carryOut(words, start));
  }

  private double[] carryOut(List<String> words, Stopwatch start) throws Exception {
    int count = Integer.parseInt(words.get(1));
    return switch (Measure.valueOf(words.get(0))) {
      case COLD, ARCHIVED -> cold(start);
      case LOGIN -> login(count);
      case PING -> ping(count);
      case ONE_WAY -> oneWay(count);
      case RECEIVE -> receive(clear, count);
      case SEND -> send(clear, count);
      case RECEIVE_TLS -> receive(secured, count);
      case SEND_TLS -> send(secured, count);
    };
  }

  /** The first login of this JVM, from its first line of Java. */
  private double[] cold(Stopwatch start) throws Exception {
    Session session = prosody.login(server);
    double[] millis = {start.seconds() * 1e3, start.cpuSeconds() * 1e3};
    session.logout();
    return millis;
  }

  private double[] login(int count) throws Exception {
    double[] millis = new double[count];
    Stopwatch all = new Stopwatch();
    for (int i = 0; i < count; i++) {
      Stopwatch one = new Stopwatch();
      Session session = prosody.login(server);
      millis[i] = one.seconds() * 1e3;
      session.logout();
    }
    return new double[] {Quartiles.of(millis, 0.5), all.cpuSeconds() * 1e3 / count};
  }

  private double[] ping(int count) throws Exception {
    Session session = romeo();
    double[] micros = new double[count];
    Stopwatch all = new Stopwatch();
    for (int i = 0; i < count; i++) {
      Stopwatch one = new Stopwatch();
      session.ping();
      micros[i] = one.seconds() * 1e6;
    }
    double cpu = all.cpuSeconds() * 1e6 / count;
    return new double[] {Quartiles.of(micros, 0.5), Quartiles.of(micros, 0.99), cpu};
  }

  private double[] oneWay(int count) throws Exception {
    Session from = romeo();
    Session to = juliet();
    Stopwatch all = new Stopwatch();
    from.send(to.address(), count);
    await(count);
    return rates(all, count);
  }

  private double[] receive(Line line, int count) throws Exception {
    Session session = line.session(this::count);
    Stopwatch all = new Stopwatch();
    session.send(CannedPeer.FLOOD + count, 1);
    await(count);
    return rates(all, count);
  }

  private double[] send(Line line, int count) throws Exception {
    Session session = line.session(this::count);
    Stopwatch all = new Stopwatch();
    session.send("romeo@" + CannedPeer.DOMAIN, count);
    // Answered in order, so after everything before was consumed.
    session.ping();
    return rates(all, count);
  }

  private static double[] rates(Stopwatch all, int count) {
    double cpu = all.cpuSeconds();
    return new double[] {count / all.seconds(), cpu * 10_000 / count};
  }

  private void await(int count) throws InterruptedException {
    if (!arrived.tryAcquire(count, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException(
          "%d of %d messages arrived".formatted(arrived.availablePermits(), count));
    }
  }

  private void count(String body) {
    if (!body.isEmpty()) {
      arrived.release();
    }
  }

  private Session romeo() throws Exception {
    Session known = romeo;
    if (known == null) {
      known = prosody.login(server);
      romeo = known;
    }
    return known;
  }

  private Session juliet() throws Exception {
    Session known = juliet;
    if (known == null) {
      known = prosody.login(server.as("juliet"));
      known.onMessage(this::count);
      juliet = known;
    }
    return known;
  }
}
