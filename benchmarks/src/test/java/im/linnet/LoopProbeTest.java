package im.linnet;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.endpoint.Dns;
import io.netty.channel.EventLoop;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class LoopProbeTest {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final long BUSY = TimeUnit.MILLISECONDS.toNanos(30);

  @Test
  void sees_the_longest_turn_and_begins_again() throws Exception {
    try (ClientResources resources = ClientResources.create(1, Dns.system());
        LoopProbe probe = LoopProbe.of(resources)) {
      EventLoop loop = resources.nextLoop();
      loop.submit(LoopProbeTest::compute).get(60, TimeUnit.SECONDS);
      // The probe's own task comes after that one.
      loop.schedule(() -> {}, 10, TimeUnit.MILLISECONDS).get(60, TimeUnit.SECONDS);
      assertThat(probe.longest()).isGreaterThanOrEqualTo(BUSY);
      assertThat(probe.longest()).as("since then").isLessThan(BUSY);
    }
  }

  private static void compute() {
    long end = THREADS.getCurrentThreadCpuTime() + BUSY;
    long sum = 0;
    while (THREADS.getCurrentThreadCpuTime() < end) {
      sum++;
    }
    assertThat(sum).isPositive();
  }
}
