package im.linnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
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
}
