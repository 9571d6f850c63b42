package im.linnet.disco;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.jid.Jid;
import im.linnet.xml.Element;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class InfoCacheTest {

  private static final Jid A = Jid.of("a@localhost/r");
  private static final DiscoInfo INFO = DiscoInfo.of(List.of(), Set.of("f"));

  private final AtomicLong clock = new AtomicLong();
  private final AtomicInteger asked = new AtomicInteger();
  private final InfoCache cache = new InfoCache(3, Duration.ofSeconds(10), clock::get);

  private CompletableFuture<DiscoInfo> ask(Jid jid, DiscoInfo answer) {
    return cache.get(
        jid,
        null,
        () -> {
          asked.incrementAndGet();
          return CompletableFuture.completedFuture(answer);
        });
  }

  @Test
  void asks_once_while_the_answer_is_fresh() {
    assertThat(ask(A, INFO).join()).isEqualTo(INFO);
    clock.addAndGet(Duration.ofSeconds(10).toNanos() - 1);
    assertThat(ask(A, INFO).join()).isEqualTo(INFO);
    assertThat(asked).hasValue(1);
    clock.incrementAndGet();
    ask(A, INFO).join();
    assertThat(asked).hasValue(2);
  }

  @Test
  void tells_nodes_and_addresses_apart() {
    ask(A, INFO).join();
    ask(A.bare(), INFO).join();
    CompletableFuture<DiscoInfo> node = new CompletableFuture<>();
    assertThat(cache.get(A, "node", () -> node)).isNotDone();
    assertThat(cache.size()).isEqualTo(3);
    cache.forget(A);
    assertThat(cache.size()).isEqualTo(1);
    cache.clear();
    assertThat(cache.size()).isZero();
  }

  @Test
  void forgets_an_account_with_its_resources_and_nobody_else() {
    ask(A, INFO).join();
    ask(A.bare(), INFO).join();
    ask(Jid.of("localhost"), INFO).join();
    cache.forget(Jid.of("localhost"));
    assertThat(cache.size()).isEqualTo(2);
    cache.forget(A.bare());
    assertThat(cache.size()).isZero();
  }

  @Test
  void a_question_that_cannot_be_asked_fails_and_leaves_room_for_another() {
    CompletableFuture<DiscoInfo> failed =
        cache.get(
            A,
            null,
            () -> {
              throw new IllegalStateException("no");
            });
    assertThatThrownBy(failed::join).hasCauseInstanceOf(IllegalStateException.class);
    assertThat(ask(A, INFO)).isCompletedWithValue(INFO);
  }

  @Test
  void shares_a_question_under_way_and_lets_each_cancel_for_itself() {
    CompletableFuture<DiscoInfo> answer = new CompletableFuture<>();
    CompletableFuture<DiscoInfo> first = cache.get(A, null, () -> answer);
    CompletableFuture<DiscoInfo> second = ask(A, INFO);
    assertThat(first.cancel(false)).isTrue();
    answer.complete(INFO);
    assertThat(second).isCompletedWithValue(INFO);
    assertThat(asked).hasValue(0);
  }

  @Test
  void forgets_a_question_that_all_have_cancelled() {
    CompletableFuture<DiscoInfo> question = new CompletableFuture<>();
    CompletableFuture<DiscoInfo> first = cache.get(A, null, () -> question);
    CompletableFuture<DiscoInfo> second = ask(A, INFO);
    first.cancel(false);
    first.cancel(false);
    assertThat(question).isNotDone();
    second.cancel(false);
    assertThat(question).isCancelled();
    assertThat(ask(A, INFO)).isCompletedWithValue(INFO);
    assertThat(asked).hasValue(1);
  }

  @Test
  void does_not_keep_failures() {
    CompletableFuture<DiscoInfo> failed =
        cache.get(A, null, () -> CompletableFuture.failedFuture(new IllegalStateException("no")));
    assertThatThrownBy(failed::join).hasCauseInstanceOf(IllegalStateException.class);
    assertThat(ask(A, INFO)).isCompletedWithValue(INFO);
  }

  @Test
  @DisplayName("Q09: bounded, the one not used for longest goes first")
  void keeps_the_ones_in_use() {
    for (int i = 0; i < 1000; i++) {
      ask(Jid.of("x" + i + "@localhost"), INFO).join();
      ask(A, INFO).join();
    }
    assertThat(cache.size()).isEqualTo(3);
    assertThat(asked).hasValue(1001);
  }

  @Test
  @DisplayName("Q14: an answer of a megabyte is given, not kept")
  void does_not_keep_huge_answers() {
    DiscoInfo features = DiscoInfo.of(List.of(), Set.of("f".repeat(40_000)));
    DiscoInfo names =
        DiscoInfo.of(List.of(new Identity("a", "b", "n".repeat(40_000), null)), Set.of());
    DiscoInfo forms =
        DiscoInfo.of(
            Element.builder("query", DiscoInfo.NAMESPACE)
                .child(Element.of("x", "jabber:x:data", "t".repeat(40_000)))
                .build());
    DiscoInfo many =
        DiscoInfo.of(
            List.of(), IntStream.range(0, 1_000).mapToObj(Integer::toString).collect(toSet()));
    for (DiscoInfo huge : List.of(features, names, forms, many)) {
      assertThat(ask(A, huge)).isCompletedWithValue(huge);
      assertThat(cache.size()).isZero();
    }
  }
}
