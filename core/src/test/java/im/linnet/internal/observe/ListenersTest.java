package im.linnet.internal.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import im.linnet.connection.Dropped;
import im.linnet.observe.ClientListener;
import im.linnet.observe.Result;
import im.linnet.observe.StanzaKind;
import io.netty.util.concurrent.DefaultEventExecutor;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ListenersTest {

  private static final int ROUNDS = 10_000;

  private static final class Counter implements ClientListener {
    final List<String> heard = new ArrayList<>();
    Thread thread = Thread.currentThread();

    @Override
    public void dropped(Dropped.Reason reason) {
      thread = Thread.currentThread();
      heard.add("dropped " + reason);
    }

    @Override
    public void received(StanzaKind kind) {
      heard.add("received " + kind);
    }

    @Override
    public void slowCallback(long nanos) {
      heard.add("slow " + nanos);
    }
  }

  @Test
  void nobody_wants_anything() {
    Listeners nobody = Listeners.none();
    assertThat(nobody.isCounting()).isFalse();
    assertThat(nobody.wantsSlowCallbacks()).isFalse();
  }

  @Test
  void stanzas_are_counted_only_for_listeners() {
    Listeners listeners = Listeners.none();
    Counter counter = new Counter();
    listeners.set(List.of(counter));
    assertThat(listeners.isCounting()).isTrue();
    listeners.received(StanzaKind.MESSAGE);
    listeners.sent(StanzaKind.IQ);
    listeners.requestEnded(Result.SUCCEEDED, 1);
    assertThat(counter.heard).containsExactly("received MESSAGE");
  }

  /** Stanzas come by the thousand, and garbage would come with them. */
  @Test
  void nothing_is_allocated_for_stanzas_requests_and_drops() throws Exception {
    DefaultEventExecutor loop = new DefaultEventExecutor();
    try {
      Listeners listeners = new Listeners(loop, null, Duration.ofSeconds(1));
      listeners.set(List.of(new ClientListener() {}));
      // The first round loads classes.
      loop.submit(() -> rounds(listeners)).get(20, TimeUnit.SECONDS);
      long allocated =
          loop.submit(
                  () -> {
                    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
                    long before = threads.getCurrentThreadAllocatedBytes();
                    rounds(listeners);
                    return threads.getCurrentThreadAllocatedBytes() - before;
                  })
              .get(20, TimeUnit.SECONDS);
      assertThat(allocated).isLessThan(ROUNDS);
    } finally {
      loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).sync();
    }
  }

  private static void rounds(Listeners listeners) {
    for (int i = 0; i < ROUNDS; i++) {
      listeners.received(StanzaKind.MESSAGE);
      listeners.sent(StanzaKind.IQ);
      listeners.requestEnded(Result.SUCCEEDED, i);
      listeners.dropped(Dropped.Reason.UNASKED);
      listeners.ran(i);
    }
  }

  @Test
  void only_what_exceeds_the_limit_is_slow() throws Exception {
    DefaultEventExecutor loop = new DefaultEventExecutor();
    try {
      Listeners listeners = new Listeners(loop, null, Duration.ofNanos(100));
      Counter counter = new Counter();
      listeners.set(List.of(counter));
      listeners.ran(100);
      listeners.ran(101);
      assertThat(counter.heard).containsExactly("slow 101");
    } finally {
      loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).sync();
    }
  }

  @Test
  void a_drop_noticed_elsewhere_is_told_on_the_loop_while_there_is_one() throws Exception {
    DefaultEventExecutor loop = new DefaultEventExecutor();
    Listeners listeners = new Listeners(loop, null, Duration.ofSeconds(1));
    Counter counter = new Counter();
    listeners.set(List.of(counter));
    listeners.dropped(Dropped.Reason.FILTERED);
    assertThat(loop.submit(() -> loop.inEventLoop(counter.thread)).get(20, TimeUnit.SECONDS))
        .isTrue();
    loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).sync();
    listeners.dropped(Dropped.Reason.REFUSED);
    assertThat(counter.heard).containsExactly("dropped FILTERED", "dropped REFUSED");
    assertThat(counter.thread).isSameAs(Thread.currentThread());
  }
}
