package im.linnet.internal.outgoing;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who completes the future, and that it always completes once. */
@Timeout(120)
class SendFutureTest {

  private final BlockingQueue<Runnable> tasks = new ArrayBlockingQueue<>(100);
  private final BlockingQueue<SendFuture<String>> abandoned = new ArrayBlockingQueue<>(100);
  private final SendFuture<String> outcome = new SendFuture<>(tasks::add, abandoned::add);
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private void end(String value) {
    outcome.end(() -> outcome.complete(value));
  }

  /** Starts a thread that blocks on the future, and returns once it blocks. */
  private static FutureTask<String> waiting(CompletableFuture<String> awaited, boolean get) {
    FutureTask<String> task = new FutureTask<>(() -> get ? awaited.get() : awaited.join());
    started(task);
    return task;
  }

  /** Polls for what sends no notification, such as the state of a thread. */
  private static void until(BooleanSupplier holds) {
    long deadline = System.nanoTime() + SECONDS.toNanos(20);
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited in vain").isLessThan(deadline);
      LockSupport.parkNanos(MILLISECONDS.toNanos(1));
    }
  }

  private static Thread started(Runnable task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
    until(() -> thread.getState() == Thread.State.WAITING);
    return thread;
  }

  @Test
  void where_nobody_waits_the_executor_ends_it() throws Exception {
    end("done");
    assertThat(outcome).isNotDone();
    tasks.take().run();
    assertThat(outcome.join()).isEqualTo("done");
  }

  @Test
  void who_waits_ends_it_without_the_executor() throws Exception {
    for (boolean get : new boolean[] {false, true}) {
      SendFuture<String> awaited = new SendFuture<>(tasks::add, given -> {});
      FutureTask<String> waiter = waiting(awaited, get);
      awaited.end(() -> awaited.complete("done"));
      assertThat(waiter.get(10, SECONDS)).isEqualTo("done");
      assertThat(tasks).isEmpty();
      assertThat(awaited).isCompletedWithValue("done");
    }
  }

  @Test
  void a_failure_reaches_who_waits() {
    FutureTask<String> waiter = waiting(outcome, false);
    IllegalStateException failure = new IllegalStateException("so it was");
    outcome.end(() -> outcome.completeExceptionally(failure));
    assertThatThrownBy(() -> waiter.get(10, SECONDS))
        .cause()
        .isInstanceOf(CompletionException.class)
        .hasCause(failure);
  }

  @Test
  void the_first_end_counts_whoever_waits() throws Exception {
    end("first");
    outcome.end(() -> outcome.completeExceptionally(new IllegalStateException("second")));
    assertThat(tasks).hasSize(1);
    for (int round = 0; round < 1_000; round++) {
      SendFuture<String> awaited = new SendFuture<>(threads, given -> {});
      FutureTask<String> waiter = waiting(awaited, false);
      awaited.end(() -> awaited.complete("first"));
      awaited.end(() -> awaited.completeExceptionally(new IllegalStateException("second")));
      assertThat(waiter.get(10, SECONDS)).isEqualTo("first");
    }
  }

  @Test
  void what_hangs_on_it_is_left_to_the_executor() throws Exception {
    CompletableFuture<String> hanging = outcome.thenApply(value -> value + ", too");
    FutureTask<String> waiter = waiting(outcome, false);
    end("done");
    tasks.take().run();
    assertThat(waiter.get(10, SECONDS)).isEqualTo("done");
    assertThat(hanging.get(10, SECONDS)).isEqualTo("done, too");
  }

  @Test
  void two_may_wait() throws Exception {
    FutureTask<String> first = waiting(outcome, false);
    FutureTask<String> second = waiting(outcome, true);
    end("done");
    Runnable left = tasks.poll(10, SECONDS);
    if (left != null) {
      left.run();
    }
    assertThat(first.get(10, SECONDS)).isEqualTo("done");
    assertThat(second.get(10, SECONDS)).isEqualTo("done");
  }

  @Tag("K09")
  @Test
  void who_is_interrupted_leaves_and_the_executor_ends_it() throws Exception {
    FutureTask<String> waiter = new FutureTask<>(outcome::get);
    started(waiter).interrupt();
    assertThatThrownBy(() -> waiter.get(10, SECONDS))
        .hasCauseInstanceOf(InterruptedException.class);
    end("done");
    tasks.take().run();
    assertThat(outcome).isCompletedWithValue("done");
  }

  @Tag("K09")
  @Test
  void join_survives_an_interruption_as_it_does_elsewhere() throws Exception {
    FutureTask<Boolean> waiter =
        new FutureTask<>(
            () -> {
              outcome.join();
              return Thread.interrupted();
            });
    started(waiter).interrupt();
    until(() -> outcome.getNumberOfDependents() >= 2);
    end("done");
    tasks.take().run();
    assertThat(waiter.get(10, SECONDS)).as("interrupted").isTrue();
  }

  @Test
  void a_wait_with_a_limit_ends_with_it() throws Exception {
    assertThatThrownBy(() -> outcome.get(1, MILLISECONDS)).isInstanceOf(TimeoutException.class);
    end("done");
    tasks.take().run();
    assertThat(outcome).isCompletedWithValue("done");
  }

  @Test
  void the_user_may_end_it_while_another_thread_waits() throws Exception {
    FutureTask<String> waiter = waiting(outcome, false);
    outcome.cancel(true);
    assertThatThrownBy(() -> waiter.get(10, SECONDS))
        .hasCauseInstanceOf(CancellationException.class);
    assertThat(abandoned.poll(10, SECONDS)).isSameAs(outcome);
    end("too late");
    assertThat(outcome).isCancelled();
  }

  @Test
  void a_limit_of_the_user_abandons_it() throws Exception {
    assertThatThrownBy(() -> outcome.orTimeout(1, MILLISECONDS).join())
        .hasCauseInstanceOf(TimeoutException.class);
    assertThat(abandoned.poll(10, SECONDS)).isSameAs(outcome);
  }

  @Test
  void a_worker_that_waits_is_made_up_for() throws Exception {
    ForkJoinPool pool =
        new ForkJoinPool(1, ForkJoinPool.defaultForkJoinWorkerThreadFactory, null, true);
    try {
      SendFuture<String> awaited = new SendFuture<>(pool, given -> {});
      var waiter = pool.submit(awaited::join);
      var ender = pool.submit(() -> awaited.end(() -> awaited.complete("done")));
      ender.get(10, SECONDS);
      assertThat(waiter.get(10, SECONDS)).isEqualTo("done");
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void whoever_is_first_it_ends_once() throws Exception {
    for (int round = 0; round < 20_000; round++) {
      SendFuture<Integer> raced = new SendFuture<>(threads, given -> {});
      int value = round;
      threads.execute(() -> raced.end(() -> raced.complete(value)));
      assertThat(raced.join()).isEqualTo(value);
    }
  }
}
