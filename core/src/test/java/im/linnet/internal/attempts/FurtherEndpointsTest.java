package im.linnet.internal.attempts;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.endpoint.Endpoint;
import im.linnet.failure.AuthenticationException;
import im.linnet.failure.Failures;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Attempt;
import im.linnet.failure.TransportException.Reason;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Endpoints that are found while others are tried, with a frozen clock. */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class FurtherEndpointsTest {

  private static final Endpoint A = Endpoint.startTls("a.example", 5222);
  private static final Endpoint B = Endpoint.directTls("b.example", 443);
  private static final Endpoint X = Endpoint.at(URI.create("wss://x.example/"));
  private static final Endpoint Y = Endpoint.at(URI.create("wss://y.example/"));

  private final EmbeddedChannel clock = new EmbeddedChannel();
  private final List<Endpoint> opened = new ArrayList<>();
  private final Map<Endpoint, CompletableFuture<String>> attempts = new LinkedHashMap<>();
  private final List<CompletableFuture<List<Endpoint>>> searches = new ArrayList<>();
  private final Attempts<String> plan =
      new Attempts<>(
          this::open,
          late -> {},
          AuthenticationException.class::isInstance,
          Duration.ofSeconds(60),
          clock.eventLoop());

  @BeforeEach
  void freeze() {
    clock.freezeTime();
  }

  @AfterEach
  void close() {
    clock.finishAndReleaseAll();
  }

  private CompletableFuture<String> open(Endpoint endpoint, int behind) {
    opened.add(endpoint);
    CompletableFuture<String> attempt = new CompletableFuture<>();
    attempts.put(endpoint, attempt);
    return attempt;
  }

  private CompletableFuture<String> over(Endpoint... known) {
    return plan.over(
        List.of(known),
        new FurtherEndpoints<>(
            Duration.ofSeconds(3),
            () -> {
              searches.add(new CompletableFuture<>());
              return searches.get(searches.size() - 1);
            },
            this::open));
  }

  private CompletableFuture<String> attempt(Endpoint endpoint) {
    return Objects.requireNonNull(attempts.get(endpoint));
  }

  private void refuse(Endpoint endpoint) {
    attempt(endpoint)
        .completeExceptionally(new TransportException(Reason.REFUSED, "refused: " + endpoint));
  }

  private void pass(long millis) {
    clock.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    clock.runScheduledPendingTasks();
  }

  @Test
  void nothing_is_searched_within_the_head_start() {
    CompletableFuture<String> result = over(A, B);
    pass(2999);
    assertThat(searches).isEmpty();
    attempt(A).complete("a");
    pass(10_000);
    assertThat(result).isCompletedWithValue("a");
    assertThat(searches).isEmpty();
    assertThat(clock.hasPendingTasks()).isFalse();
  }

  @Test
  void after_the_head_start_both_are_tried_side_by_side() {
    CompletableFuture<String> result = over(A, B);
    pass(3000);
    searches.get(0).complete(List.of(X, Y));
    assertThat(opened).containsExactly(A, X);
    refuse(X);
    assertThat(opened).containsExactly(A, X, Y);
    refuse(A);
    assertThat(opened).containsExactly(A, X, Y, B);
    attempt(Y).complete("y");
    assertThat(result).isCompletedWithValue("y");
    assertThat(attempt(B)).isCancelled();
    assertThat(clock.hasPendingTasks()).isFalse();
  }

  @Test
  void the_search_begins_at_once_when_all_have_failed() {
    CompletableFuture<String> result = over(A);
    refuse(A);
    assertThat(searches).hasSize(1);
    searches.get(0).complete(List.of(X));
    attempt(X).complete("x");
    assertThat(result).isCompletedWithValue("x");
  }

  @Test
  void the_search_begins_at_once_when_none_is_known() {
    over();
    assertThat(searches).hasSize(1);
  }

  @Test
  void a_known_one_that_serves_is_tried_alone() {
    over(A);
    pass(3000);
    searches.get(0).complete(List.of(X));
    assertThat(plan.serves(A)).isNull();
    assertThat(attempt(X)).isCancelled();
    assertThat(attempt(A)).isNotDone();
  }

  @Test
  void a_further_one_that_serves_is_tried_alone_and_names_whom_it_overtook() {
    over(A);
    pass(3000);
    searches.get(0).complete(List.of(X));
    assertThat(plan.serves(X)).isEqualTo(A);
    assertThat(attempt(A)).isCancelled();
    assertThat(attempt(X)).isNotDone();
  }

  @Test
  void one_that_serves_within_the_head_start_ends_the_wait() {
    over(A);
    plan.serves(A);
    pass(10_000);
    assertThat(searches).isEmpty();
  }

  @Test
  void one_that_serves_ends_the_search() {
    over(A);
    pass(3000);
    plan.serves(A);
    assertThat(searches.get(0)).isCancelled();
    assertThat(opened).containsExactly(A);
  }

  @Test
  void what_gave_way_is_tried_again_when_the_one_that_served_fails() {
    CompletableFuture<String> result = over(A, B);
    pass(3000);
    searches.get(0).complete(List.of(X));
    plan.serves(X);
    refuse(X);
    assertThat(opened).containsExactly(A, X, A);
    refuse(A);
    attempt(B).complete("b");
    assertThat(result).isCompletedWithValue("b");
  }

  @Test
  void the_search_begins_when_the_one_that_served_fails() {
    over(A, B);
    plan.serves(A);
    refuse(A);
    assertThat(opened).containsExactly(A, B);
    assertThat(searches).hasSize(1);
  }

  @Test
  void the_search_begins_again_when_the_one_that_served_fails() {
    CompletableFuture<String> result = over(A);
    pass(3000);
    plan.serves(A);
    plan.servesNoMore(A);
    assertThat(searches).hasSize(2);
    refuse(A);
    searches.get(1).complete(List.of(X));
    attempt(X).complete("x");
    assertThat(result).isCompletedWithValue("x");
  }

  @Test
  void all_that_failed_is_listed() {
    CompletableFuture<String> result = over(A);
    refuse(A);
    searches.get(0).complete(List.of(X));
    refuse(X);
    TransportException failure = Failures.transport(result);
    assertThat(failure.reason()).isEqualTo(Reason.ALL_FAILED);
    assertThat(failure.attempts()).extracting(Attempt::endpoint).containsExactly(A, X);
  }

  @Test
  void a_search_that_finds_nothing_changes_no_failure() {
    CompletableFuture<String> result = over(A);
    refuse(A);
    assertThat(result).isNotDone();
    searches.get(0).complete(List.of());
    assertThat(Failures.transport(result)).hasMessage("refused: " + A);
    assertThat(plan.doubt()).isNull();
  }

  @Test
  void a_search_that_fails_leaves_a_doubt() {
    CompletableFuture<String> result = over(A);
    refuse(A);
    TransportException why = new TransportException(Reason.TIMED_OUT, "nothing came");
    searches.get(0).completeExceptionally(why);
    assertThat(Failures.transport(result)).hasMessage("refused: " + A);
    assertThat(plan.doubt()).isSameAs(why);
  }

  @Test
  void a_known_one_may_still_win_while_the_search_goes_on() {
    CompletableFuture<String> result = over(A);
    pass(3000);
    attempt(A).complete("a");
    assertThat(result).isCompletedWithValue("a");
    assertThat(searches.get(0)).isCancelled();
  }

  @Test
  void a_fatal_failure_ends_everything() {
    CompletableFuture<String> result = over(A, B);
    pass(3000);
    searches.get(0).complete(List.of(X, Y));
    AuthenticationException wrong =
        AuthenticationException.refused("PLAIN", "not-authorized", null, null, null);
    attempt(X).completeExceptionally(wrong);
    assertThat(Failures.of(result)).isSameAs(wrong);
    assertThat(attempt(A)).isCancelled();
    assertThat(plan.untried()).isEqualTo(2);
    assertThat(clock.hasPendingTasks()).isFalse();
  }

  @Test
  void what_was_not_searched_counts_as_untried() {
    over(A);
    attempt(A)
        .completeExceptionally(
            AuthenticationException.refused("PLAIN", "not-authorized", null, null, null));
    assertThat(plan.untried()).isEqualTo(1);
    assertThat(searches).isEmpty();
  }

  @Test
  void the_limit_ends_both_lanes_and_names_them() {
    CompletableFuture<String> result = over(A);
    pass(3000);
    searches.get(0).complete(List.of(X));
    pass(57_000);
    TransportException failure = Failures.transport(result);
    assertThat(failure.attempts()).extracting(Attempt::endpoint).containsExactly(A, X);
    assertThat(attempt(A)).isCancelled();
    assertThat(attempt(X)).isCancelled();
  }

  @Test
  void the_limit_ends_the_search() {
    CompletableFuture<String> result = over(A);
    refuse(A);
    pass(60_000);
    assertThat(Failures.transport(result)).hasMessage("refused: " + A);
    assertThat(searches.get(0)).isCancelled();
  }

  @Test
  void cancelling_ends_both_lanes() {
    CompletableFuture<String> result = over(A);
    pass(3000);
    searches.get(0).complete(List.of(X));
    result.cancel(false);
    assertThat(attempt(A)).isCancelled();
    assertThat(attempt(X)).isCancelled();
    assertThat(clock.hasPendingTasks()).isFalse();
  }
}
