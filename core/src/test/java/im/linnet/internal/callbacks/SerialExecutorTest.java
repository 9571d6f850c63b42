package im.linnet.internal.callbacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SerialExecutorTest {

  private final List<Integer> ran = new ArrayList<>();

  @Test
  void gives_the_thread_back_after_a_batch() {
    Queue<Runnable> turns = new ArrayDeque<>();
    SerialExecutor serial = new SerialExecutor(turns::add);
    for (int i = 0; i < 600; i++) {
      int number = i;
      serial.execute(() -> ran.add(number));
    }
    int taken = 0;
    for (Runnable turn = turns.poll(); turn != null; turn = turns.poll()) {
      turn.run();
      taken++;
    }
    assertThat(taken).isEqualTo(3);
    assertThat(ran).isEqualTo(IntStream.range(0, 600).boxed().toList());
    assertThat(serial.backlog()).isZero();
  }

  @Test
  void goes_on_after_a_task_that_throws_whatever_it_throws() {
    SerialExecutor serial = new SerialExecutor(Runnable::run);
    serial.execute(
        () -> {
          throw new IllegalStateException("thrown by a test");
        });
    serial.execute(
        () -> {
          throw new StackOverflowError("thrown by a test");
        });
    serial.execute(() -> ran.add(1));
    assertThat(ran).containsExactly(1);
  }

  @Test
  void ends_its_work_on_a_thread_it_has_when_it_gets_no_other() {
    List<Runnable> turns = new ArrayList<>();
    SerialExecutor serial =
        new SerialExecutor(
            turn -> {
              if (!turns.isEmpty()) {
                throw new RejectedExecutionException("shut down by a test");
              }
              turns.add(turn);
            });
    for (int i = 0; i < 600; i++) {
      serial.execute(() -> ran.add(1));
    }
    turns.get(0).run();
    assertThat(ran).hasSize(600);
  }

  @Test
  void survives_an_executor_that_refuses_for_a_while() {
    AtomicInteger refusals = new AtomicInteger(2);
    SerialExecutor serial =
        new SerialExecutor(
            turn -> {
              if (refusals.getAndDecrement() > 0) {
                throw new RejectedExecutionException("busy for a test");
              }
              turn.run();
            });
    serial.execute(() -> ran.add(1));
    serial.execute(() -> ran.add(2));
    serial.execute(() -> ran.add(3));
    assertThat(ran).containsExactly(3);
    assertThat(serial.backlog()).isZero();
  }

  @Test
  void runs_one_at_a_time_and_keeps_each_thread_s_order() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      SerialExecutor serial = new SerialExecutor(threads);
      AtomicInteger running = new AtomicInteger();
      AtomicInteger overlaps = new AtomicInteger();
      Queue<int[]> seen = new ConcurrentLinkedQueue<>();
      CountDownLatch all = new CountDownLatch(4 * 5_000);
      for (int t = 0; t < 4; t++) {
        int thread = t;
        threads.execute(
            () -> {
              for (int i = 0; i < 5_000; i++) {
                int number = i;
                serial.execute(
                    () -> {
                      overlaps.addAndGet(running.getAndIncrement());
                      seen.add(new int[] {thread, number});
                      running.decrementAndGet();
                      all.countDown();
                    });
              }
            });
      }
      assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(overlaps).hasValue(0);
      for (int t = 0; t < 4; t++) {
        int thread = t;
        assertThat(seen.stream().filter(each -> each[0] == thread).mapToInt(each -> each[1]))
            .containsExactlyElementsOf(IntStream.range(0, 5_000).boxed().toList());
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
