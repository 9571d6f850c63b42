package im.linnet.races;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import im.linnet.internal.outgoing.SendFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** The future of a stanza is ended, cancelled and awaited at the same moment. */
public final class OutcomeRaces {

  private OutcomeRaces() {}

  /** One outcome, and what it did. */
  private static final class Told {

    final AtomicInteger over = new AtomicInteger();
    final AtomicInteger abandoned = new AtomicInteger();
    final SendFuture<Integer> outcome =
        new SendFuture<>(
            Runnable::run, given -> abandoned.incrementAndGet(), over::incrementAndGet);

    void end(int value) {
      outcome.end(() -> outcome.complete(value));
    }

    int value() {
      return outcome.isCancelled() ? 0 : outcome.getNow(-1);
    }
  }

  /** The answer and the loss of the connection both end it. */
  @JCStressTest
  @State
  @Outcome(id = "[12], 1", expect = ACCEPTABLE, desc = "One of them counts, and is told once")
  public static class TwoEnds {

    private final Told told = new Told();

    /** Ends it. */
    @Actor
    public void one() {
      told.end(1);
    }

    /** Ends it. */
    @Actor
    public void other() {
      told.end(2);
    }

    /** Looks. */
    @Arbiter
    public void count(II_Result result) {
      result.r1 = told.value();
      result.r2 = told.over.get();
    }
  }

  /** The user cancels it when the answer arrives. */
  @JCStressTest
  @State
  @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "Answered: nothing is abandoned")
  @Outcome(id = "0, 1, 1", expect = ACCEPTABLE, desc = "Cancelled: the request is forgotten, once")
  public static class EndAndCancel {

    private final Told told = new Told();

    /** Ends it. */
    @Actor
    public void end() {
      told.end(1);
    }

    /** Cancels it. */
    @Actor
    public void cancel() {
      told.outcome.cancel(false);
    }

    /** Looks. */
    @Arbiter
    public void count(III_Result result) {
      result.r1 = told.value();
      result.r2 = told.over.get();
      result.r3 = told.abandoned.get();
    }
  }

  /** A thread begins to block on it when it ends. A wake that is lost would hang the test. */
  @JCStressTest
  @State
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "The blocked thread has the value")
  public static class EndAndJoin {

    private final Told told = new Told();

    /** Ends it. */
    @Actor
    public void end() {
      told.end(1);
    }

    /** Blocks on it. */
    @Actor
    public void join(II_Result result) {
      result.r1 = told.outcome.join();
    }

    /** Looks. */
    @Arbiter
    public void count(II_Result result) {
      result.r2 = told.over.get();
    }
  }
}
