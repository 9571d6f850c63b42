package im.linnet.internal.outgoing;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import im.linnet.failure.RefusedException;
import im.linnet.races.HandLoop;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** Threads that send meet the event loop that writes. */
public final class OutboxRaces {

  private OutboxRaces() {}

  /** An item that counts how often it was written. */
  private record Counted(long weight, AtomicInteger written) implements Outbox.Item {

    @Override
    public void write() {
      written.incrementAndGet();
    }
  }

  private static Outbox.Outlet outlet() {
    return new Outbox.Outlet(null, () -> false, () -> {});
  }

  /** A thread sends two items while the loop writes. */
  @JCStressTest
  @State
  @Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "Both were written, once, and none waits")
  public static class SendAndWrite {

    private final HandLoop loop = new HandLoop();
    private final Outbox outbox = new Outbox(loop);
    private final AtomicInteger written = new AtomicInteger();

    /** There is a connection. */
    public SendAndWrite() {
      outbox.open(outlet());
    }

    /** Sends. */
    @Actor
    public void send() {
      outbox.add(new Counted(1, written));
      outbox.add(new Counted(1, written));
    }

    /** Writes. */
    @Actor
    public void loop() {
      loop.run();
    }

    /** Writes the rest, and counts. */
    @Arbiter
    public void count(II_Result result) {
      loop.run();
      result.r1 = written.get();
      result.r2 = outbox.isEmpty() ? 1 : 0;
    }
  }

  /** A thread sends when the stream ends. */
  @JCStressTest
  @State
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "The item has its turn, in which it fails")
  public static class SendAndEnd {

    private final HandLoop loop = new HandLoop();
    private final Outbox outbox = new Outbox(loop);
    private final AtomicInteger written = new AtomicInteger();

    /** Sends. */
    @Actor
    public void send() {
      outbox.add(new Counted(1, written));
    }

    /** Ends. */
    @Actor
    public void loop() {
      outbox.end();
    }

    /** The loop runs what it was given. */
    @Arbiter
    public void count(II_Result result) {
      loop.run();
      result.r1 = written.get();
      result.r2 = outbox.isEmpty() ? 1 : 0;
    }
  }

  /** A stanza that is too heavy is refused while a small one finds room. */
  @JCStressTest
  @State
  @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "What was refused takes no room meanwhile")
  public static class HeavyAndSmall {

    private final HandLoop loop = new HandLoop();
    private final Outbox outbox = new Outbox(loop);
    private final AtomicInteger written = new AtomicInteger();

    /** Something small waits already. */
    public HeavyAndSmall() {
      outbox.add(new Counted(1, new AtomicInteger()));
    }

    private int refused(long weight) {
      try {
        outbox.add(new Counted(weight, written));
        return 0;
      } catch (RefusedException full) {
        return 1;
      }
    }

    /** Sends what is too heavy. */
    @Actor
    public void heavy(III_Result result) {
      result.r1 = refused(Outbox.MOST_WEIGHT);
    }

    /** Sends something small. */
    @Actor
    public void small(III_Result result) {
      result.r2 = 1 - refused(1);
    }

    /** Writes what was taken. */
    @Arbiter
    public void count(III_Result result) {
      outbox.open(outlet());
      loop.run();
      result.r3 = written.get();
    }
  }

  /** The same for requests that wait for their answers. */
  @JCStressTest
  @State
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "What was refused takes no room meanwhile")
  public static class HeavyAndSmallRequests {

    private static final Allowance.Limits LIMITS = new Allowance.Limits(10, 100);

    private final Allowance allowance = new Allowance();

    /** Something small waits already. */
    public HeavyAndSmallRequests() {
      allowance.takeAnyway(1);
    }

    private int taken(long weight) {
      return allowance.take(weight, LIMITS) == Allowance.Room.TAKEN ? 1 : 0;
    }

    /** Asks for too much. */
    @Actor
    public void heavy(II_Result result) {
      result.r1 = taken(100);
    }

    /** Asks for little. */
    @Actor
    public void small(II_Result result) {
      result.r2 = taken(1);
    }
  }
}
