package im.linnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import im.linnet.endpoint.Dns;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ClientResourcesTest {

  @Test
  void makes_up_for_callbacks_that_wait_for_a_future() throws Exception {
    try (ClientResources resources = ClientResources.create()) {
      CompletableFuture<String> answer = new CompletableFuture<>();
      List<CompletableFuture<String>> waiting =
          IntStream.range(0, 100)
              .mapToObj(n -> CompletableFuture.supplyAsync(answer::join, resources.threads()))
              .toList();
      CompletableFuture.runAsync(() -> answer.complete("here"), resources.threads());
      for (CompletableFuture<String> each : waiting) {
        assertThat(each.get(10, TimeUnit.SECONDS)).isEqualTo("here");
      }
    }
  }

  @Test
  void takes_a_burst_of_tasks_on_few_threads() throws Exception {
    try (ClientResources resources = ClientResources.create()) {
      List<CompletableFuture<String>> names =
          IntStream.range(0, 10_000)
              .mapToObj(
                  n ->
                      CompletableFuture.supplyAsync(
                          () -> Thread.currentThread().getName(), resources.threads()))
              .toList();
      long threads = names.stream().map(CompletableFuture::join).distinct().count();
      assertThat(threads).isBetween(1L, 8L);
    }
  }

  /** Sleeping is what the pool can't make up for. */
  @Test
  void lets_any_number_of_callbacks_wait_for_anything_where_there_are_virtual_threads()
      throws Exception {
    assumeTrue(Runtime.version().feature() >= 21);
    try (ClientResources resources = ClientResources.create(1, Dns.system())) {
      CountDownLatch waiting = new CountDownLatch(2000);
      CountDownLatch free = new CountDownLatch(1);
      List<CompletableFuture<String>> blocked =
          IntStream.range(0, 2000)
              .mapToObj(
                  n ->
                      CompletableFuture.supplyAsync(
                          () -> blocked(waiting, free), resources.callbacks()))
              .toList();
      assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(
              CompletableFuture.supplyAsync(() -> "here", resources.threads())
                  .get(10, TimeUnit.SECONDS))
          .isEqualTo("here");
      free.countDown();
      assertThat(blocked)
          .allSatisfy(each -> assertThat(each.get(10, TimeUnit.SECONDS)).startsWith("linnet-"));
    }
  }

  private static String blocked(CountDownLatch waiting, CountDownLatch free) {
    waiting.countDown();
    try {
      free.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return Thread.currentThread().getName();
  }

  @Test
  void calls_back_on_the_pool_where_there_are_none() {
    assumeTrue(Runtime.version().feature() < 21);
    try (ClientResources resources = ClientResources.create(1, Dns.system())) {
      assertThat(resources.callbacks()).isSameAs(resources.threads());
    }
  }

  @Test
  void takes_no_callback_any_more_once_it_is_closed() {
    ClientResources resources = ClientResources.create(1, Dns.system());
    resources.close();
    assertThatExceptionOfType(RejectedExecutionException.class)
        .isThrownBy(() -> resources.callbacks().execute(() -> {}));
    assertThatExceptionOfType(RejectedExecutionException.class)
        .isThrownBy(() -> resources.computing().execute(() -> {}));
  }
}
