package im.linnet.benchmarks.chaos;

import im.linnet.testkit.net.Cut;
import im.linnet.testkit.net.Direction;
import im.linnet.testkit.net.Plan;
import im.linnet.testkit.net.Stranger;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Draws the fate of each connection: it breaks after a random number of bytes, in the negotiation,
 * near its end (where streams are resumed), or in session; some also lag, stall, or deliver small
 * pieces. Others never reach the server: a stranger answers them.
 */
final class Faults implements Supplier<Plan> {

  /** The most bytes of a session before it is cut. */
  private static final int SESSION = 16_000;

  private static final int ABOUT_THE_END = 900;

  /** Nobody listens at the address of the last one. */
  private static final List<Stranger> STRANGERS =
      List.of(
          Stranger.HTTP,
          Stranger.SSH,
          Stranger.GARBAGE,
          Stranger.ALERT,
          Stranger.NO_STARTTLS,
          Stranger.MUTE,
          Stranger.GONE,
          Stranger.redirecting("127.0.0.1:1"));

  private final Random random;
  private final long toServer;
  private final long toClient;
  private final int strangers;
  private boolean over;

  /**
   * Faults from a seed.
   *
   * @param toServer the bytes of a whole negotiation to the server
   * @param toClient the bytes of a whole negotiation to the client
   * @param strangers one in this many connections is answered by a stranger; 0 for none
   */
  Faults(long seed, long toServer, long toClient, int strangers) {
    this.random = new Random(seed);
    this.toServer = toServer;
    this.toClient = toClient;
    this.strangers = strangers;
  }

  /**
   * Faults from a seed, after the bytes of the negotiation on the first connection.
   *
   * @param lines the lines with that connection
   */
  static Faults of(long seed, Lines lines, int strangers) {
    return new Faults(
        seed, lines.bytes(Direction.TO_SERVER), lines.bytes(Direction.TO_CLIENT), strangers);
  }

  /** Breaks the present connections, and from now on each other one. */
  void breakOn(Lines lines) {
    lines.plans(this);
    lines.cut(Cut.RST);
  }

  /** Breaks no connection from now on. */
  synchronized void end() {
    over = true;
  }

  @Override
  public synchronized Plan get() {
    if (over) {
      return Plan.CLEAN;
    }
    if (strangers > 0 && random.nextInt(strangers) == 0) {
      return Plan.CLEAN.answeredBy(STRANGERS.get(random.nextInt(STRANGERS.size())));
    }
    Direction direction = random.nextBoolean() ? Direction.TO_SERVER : Direction.TO_CLIENT;
    return slow(broken(direction, position(direction)));
  }

  private long position(Direction direction) {
    long negotiation = direction == Direction.TO_SERVER ? toServer : toClient;
    int kind = random.nextInt(100);
    if (kind < 30) {
      return random.nextLong(negotiation);
    }
    if (kind < 50) {
      return Math.max(0, negotiation - ABOUT_THE_END / 2 + random.nextInt(ABOUT_THE_END));
    }
    return negotiation + random.nextInt(SESSION);
  }

  private Plan broken(Direction direction, long position) {
    int kind = random.nextInt(100);
    if (kind < 30) {
      return Plan.CLEAN.cutAfter(direction, position, Cut.FIN);
    }
    if (kind < 65) {
      return Plan.CLEAN.cutAfter(direction, position, Cut.RST);
    }
    if (kind < 82) {
      return Plan.CLEAN.cutAfter(direction, position, Cut.SILENCE);
    }
    return Plan.CLEAN.silentAfter(direction, position);
  }

  private Plan slow(Plan plan) {
    Plan slowed = random.nextInt(4) == 0 ? plan.halfOpen() : plan;
    if (random.nextInt(5) == 0) {
      slowed = slowed.chunks(1 + random.nextInt(40), 1 + random.nextInt(700));
    } else if (random.nextInt(5) == 0) {
      slowed = slowed.delay(Duration.ofMillis(1 + random.nextInt(4)));
    }
    if (random.nextInt(5) == 0) {
      Direction stalled = random.nextBoolean() ? Direction.TO_SERVER : Direction.TO_CLIENT;
      Duration time = Duration.ofMillis(20 + random.nextInt(380));
      slowed = slowed.stallAfter(stalled, position(stalled), time);
    }
    return slowed;
  }
}
