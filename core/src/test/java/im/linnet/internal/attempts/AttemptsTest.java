package im.linnet.internal.attempts;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.endpoint.Endpoint;
import im.linnet.failure.AuthenticationException;
import im.linnet.failure.Failures;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Attempt;
import im.linnet.failure.TransportException.Reason;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Row N06 of the security catalogue, with a frozen clock. */
@Tag("N06")
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class AttemptsTest {

  private static final Endpoint A = Endpoint.startTls("a.example", 5222);
  private static final Endpoint B = Endpoint.directTls("b.example", 443);
  private static final Endpoint C = Endpoint.startTls("c.example", 5222);

  private final EmbeddedChannel clock = new EmbeddedChannel();
  private final List<Endpoint> opened = new ArrayList<>();
  private final List<Integer> waiting = new ArrayList<>();
  private final List<CompletableFuture<String>> attempts = new ArrayList<>();
  private final List<String> discarded = new ArrayList<>();

  @BeforeEach
  void freeze() {
    clock.freezeTime();
  }

  @AfterEach
  void close() {
    clock.finishAndReleaseAll();
  }

  private Attempts<String> plan() {
    return new Attempts<>(
        (endpoint, behind) -> {
          opened.add(endpoint);
          waiting.add(behind);
          attempts.add(new CompletableFuture<>());
          return attempts.get(attempts.size() - 1);
        },
        discarded::add,
        AuthenticationException.class::isInstance,
        Duration.ofSeconds(12),
        clock.eventLoop());
  }

  private void pass(long seconds) {
    clock.advanceTimeBy(seconds, TimeUnit.SECONDS);
    clock.runScheduledPendingTasks();
  }

  private void fail(int attempt, Throwable failure) {
    attempts.get(attempt).completeExceptionally(failure);
  }

  private static TransportException late() {
    return new TransportException(Reason.TIMED_OUT, "nothing came");
  }

  private static TransportException refused() {
    return new TransportException(Reason.REFUSED, "connection refused");
  }

  @Test
  void stops_at_the_first_that_serves() {
    CompletableFuture<String> result = plan().over(List.of(A, B, C));
    assertThat(opened).containsExactly(A);
    fail(0, refused());
    assertThat(opened).containsExactly(A, B);
    attempts.get(1).complete("b");

    assertThat(result).isCompletedWithValue("b");
    assertThat(opened).containsExactly(A, B);
    assertThat(clock.hasPendingTasks()).isFalse();
  }

  @Test
  void lists_every_endpoint_with_its_cause_when_all_fail() {
    CompletableFuture<String> result = plan().over(List.of(A, B, C));
    fail(0, refused());
    fail(1, late());
    fail(2, new TransportException(Reason.TLS_UNTRUSTED, "nobody knows the issuer"));

    TransportException failure = Failures.transport(result);
    assertThat(failure.reason()).isEqualTo(Reason.ALL_FAILED);
    assertThat(failure.attempts()).extracting(Attempt::endpoint).containsExactly(A, B, C);
    assertThat(failure)
        .hasMessageContaining("a.example:5222: connection refused")
        .hasMessageContaining("b.example:443: nothing came")
        .hasMessageContaining("c.example:5222: nobody knows the issuer");
  }

  @Test
  void gives_the_failure_of_an_only_endpoint_as_it_is() {
    CompletableFuture<String> result = plan().over(List.of(A));
    TransportException refused = refused();
    fail(0, refused);

    assertThat(Failures.of(result)).isSameAs(refused);
  }

  @Test
  void ends_with_a_failure_that_would_be_the_same_anywhere() {
    Attempts<String> plan = plan();
    CompletableFuture<String> result = plan.over(List.of(A, B));
    AuthenticationException wrong =
        AuthenticationException.refused("PLAIN", "not-authorized", null, null, null);
    fail(0, wrong);

    assertThat(Failures.of(result)).isSameAs(wrong);
    assertThat(opened).containsExactly(A);
    assertThat(plan.untried()).isEqualTo(1);
  }

  @Test
  void ends_with_a_failure_that_is_no_failure_of_an_endpoint() {
    IllegalStateException bug = new IllegalStateException("bug");
    CompletableFuture<String> result =
        new Attempts<String>(
                (endpoint, behind) -> {
                  throw bug;
                },
                discarded::add,
                failure -> false,
                Duration.ofSeconds(1),
                clock.eventLoop())
            .over(List.of(A, B));

    assertThat(Failures.of(result)).isSameAs(bug);
  }

  @Test
  void keeps_the_limit_of_the_whole() {
    CompletableFuture<String> result = plan().over(List.of(A, B, C));
    pass(5);
    fail(0, late());
    pass(5);
    fail(1, late());
    pass(2);

    TransportException failure = Failures.transport(result);
    assertThat(failure.attempts()).hasSize(3);
    assertThat(failure).hasMessageContaining("within 12000 ms");
    assertThat(attempts.get(2)).isCancelled();
    assertThat(clock.hasPendingTasks()).isFalse();
  }

  @Test
  void ends_the_attempt_under_way_when_it_is_cancelled() {
    CompletableFuture<String> result = plan().over(List.of(A, B));
    result.cancel(true);

    assertThat(attempts.get(0)).isCancelled();
    assertThat(opened).containsExactly(A);
    assertThat(clock.hasPendingTasks()).isFalse();
  }

  @Test
  void discards_what_comes_after_the_end() {
    CompletableFuture<String> stubborn =
        new CompletableFuture<>() {
          @Override
          public boolean cancel(boolean mayInterruptIfRunning) {
            return false;
          }
        };
    CompletableFuture<String> result =
        new Attempts<>(
                (endpoint, behind) -> stubborn,
                discarded::add,
                failure -> false,
                Duration.ofSeconds(1),
                clock.eventLoop())
            .over(List.of(A));
    result.cancel(true);
    stubborn.complete("late");

    assertThat(discarded).containsExactly("late");
  }

  @Test
  void tells_each_endpoint_how_many_wait_behind_it() {
    CompletableFuture<String> result = plan().over(List.of(A, B, C));
    fail(0, refused());
    fail(1, refused());

    assertThat(waiting).containsExactly(2, 1, 0);
    assertThat(result).isNotDone();
  }

  @Test
  void fails_without_any_endpoint() {
    assertThat(Failures.transport(plan().over(List.of())).reason()).isEqualTo(Reason.UNRESOLVED);
  }
}
