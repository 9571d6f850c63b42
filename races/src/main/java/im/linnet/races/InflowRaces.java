package im.linnet.races;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import im.linnet.connection.BacklogLimits;
import im.linnet.internal.incoming.Inflow;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import java.lang.reflect.Proxy;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The event loop stops reading when the callbacks that it waits for end. */
public final class InflowRaces {

  /** Reading is paused above 4 stanzas, and goes on at 2. */
  private static final BacklogLimits LIMITS = new BacklogLimits(4, 4_000, 8, 8_000);

  private static final ChannelConfig CONFIG =
      (ChannelConfig)
          Proxy.newProxyInstance(
              InflowRaces.class.getClassLoader(),
              new Class<?>[] {ChannelConfig.class},
              (proxy, method, arguments) -> proxy);
  private static final Channel LINE =
      (Channel)
          Proxy.newProxyInstance(
              InflowRaces.class.getClassLoader(),
              new Class<?>[] {Channel.class},
              (proxy, method, arguments) -> CONFIG);

  private InflowRaces() {}

  /** Five stanzas wait and are handled, while the loop decides to stop reading. */
  @JCStressTest
  @State
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Nothing waits, and the loop reads")
  public static class PauseAndDone {

    private final HandLoop loop = new HandLoop();
    private final Inflow inflow = new Inflow(LIMITS, loop, backlog -> {});

    /** Five stanzas wait. */
    public PauseAndDone() {
      inflow.begin(LINE, () -> false);
      for (int n = 0; n < 5; n++) {
        inflow.took(100);
      }
    }

    /** Decides. */
    @Actor
    public void loop() {
      inflow.review();
    }

    /** They are handled. */
    @Actor
    public void callbacks() {
      for (int n = 0; n < 5; n++) {
        inflow.done(100);
      }
    }

    /** The loop runs what it was given. */
    @Arbiter
    public void count(II_Result result) {
      loop.run();
      result.r1 = inflow.backlog().stanzas();
      result.r2 = inflow.isPaused() ? 1 : 0;
    }
  }
}
