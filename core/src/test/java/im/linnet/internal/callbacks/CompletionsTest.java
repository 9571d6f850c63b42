package im.linnet.internal.callbacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The test runs each task by hand, and the clock stands still. */
class CompletionsTest {

  private final EmbeddedChannel time = new EmbeddedChannel();
  private final Queue<Runnable> threads = new ArrayDeque<>();
  private final Queue<Runnable> callbackThreads = new ArrayDeque<>();
  private final SerialExecutor callbacks = new SerialExecutor(callbackThreads::add);
  private final Completions completions =
      new Completions(threads::add, callbacks, time.eventLoop());
  private final List<String> ran = new ArrayList<>();

  CompletionsTest() {
    time.freezeTime();
  }

  private static void run(Queue<Runnable> tasks) {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  private void pass(long millis) {
    time.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    time.runScheduledPendingTasks();
  }

  @Test
  void a_caller_is_told_after_the_callbacks_that_are_due() {
    callbacks.execute(() -> ran.add("state"));
    completions.forCaller().execute(() -> ran.add("told"));
    run(threads);
    assertThat(ran).isEmpty();
    run(callbackThreads);
    assertThat(ran).as("never on a callback's thread").containsExactly("state");
    run(threads);
    assertThat(ran).containsExactly("state", "told");
  }

  @Test
  void callbacks_that_are_held_up_are_waited_for_no_longer_than_a_second() {
    callbacks.execute(() -> ran.add("state"));
    completions.forCaller().execute(() -> ran.add("told"));
    pass(Completions.PATIENCE_MILLIS - 1);
    assertThat(threads).isEmpty();
    pass(1);
    run(threads);
    assertThat(ran).containsExactly("told");
    run(callbackThreads);
    run(threads);
    assertThat(ran).as("told once").containsExactly("told", "state");
  }

  @Test
  void nothing_stays_behind_once_the_caller_is_told() {
    completions.forCaller().execute(() -> ran.add("told"));
    run(callbackThreads);
    run(threads);
    pass(Completions.PATIENCE_MILLIS);
    run(threads);
    assertThat(ran).containsExactly("told");
    assertThat(time.runScheduledPendingTasks()).as("no timer is left").isEqualTo(-1);
  }

  @Test
  void a_caller_in_a_callback_waits_for_none() {
    List<Executor> forCaller = new ArrayList<>();
    callbacks.execute(() -> forCaller.add(completions.forCaller()));
    run(callbackThreads);
    callbacks.execute(() -> ran.add("later"));
    forCaller.get(0).execute(() -> ran.add("told"));
    run(threads);
    assertThat(ran).containsExactly("told");
    assertThat(completions.forCaller()).as("outside of it").isNotSameAs(forCaller.get(0));
  }

  @Test
  void a_caller_is_told_even_if_no_callback_runs_any_more() {
    SerialExecutor refusing =
        new SerialExecutor(
            task -> {
              throw new RejectedExecutionException("by a test");
            });
    new Completions(threads::add, refusing, time.eventLoop())
        .forCaller()
        .execute(() -> ran.add("told"));
    run(threads);
    assertThat(ran).containsExactly("told");
  }
}
