package im.linnet.races;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import im.linnet.internal.callbacks.CallbackProgress;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** The event loop waits for callbacks that end at that moment. */
public final class CallbackProgressRaces {

  private CallbackProgressRaces() {}

  /** The only callback ends while the loop asks to be woken. */
  @JCStressTest
  @State
  @Outcome(id = "1, [01]", expect = ACCEPTABLE, desc = "The loop was woken, once")
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The loop knew that all was handled")
  public static class Wake {

    private final CallbackProgress progress = new CallbackProgress();
    private final AtomicInteger woken = new AtomicInteger();

    /** One callback is queued. */
    public Wake() {
      progress.give(1);
    }

    /** The callback ends. */
    @Actor
    public void callback() {
      progress.see(1);
    }

    /** The loop waits; afterwards it looks whether it has to. */
    @Actor
    public void loop(II_Result result) {
      progress.whenSeen(woken::incrementAndGet);
      result.r2 = progress.reached(1) == 1 ? 1 : 0;
    }

    /** Counts. */
    @Arbiter
    public void count(II_Result result) {
      result.r1 = woken.get();
    }
  }

  /** A callback that somebody waits for ends while the loop waits for the next one. */
  @JCStressTest
  @State
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "Whoever waits for the last one was woken, once")
  public static class NextWake {

    private final CallbackProgress progress = new CallbackProgress();
    private final AtomicInteger woken = new AtomicInteger();

    /** One callback is queued, and somebody waits for it. */
    public NextWake() {
      progress.give(1);
      progress.whenSeen(() -> {});
    }

    /** That callback ends. */
    @Actor
    public void callback() {
      progress.see(1);
    }

    /** Another one is queued, and the loop waits for it. */
    @Actor
    public void loop() {
      progress.give(2);
      progress.whenSeen(woken::incrementAndGet);
    }

    /** The other one ends, too. */
    @Arbiter
    public void count(I_Result result) {
      progress.see(2);
      result.r1 = woken.get();
    }
  }
}
