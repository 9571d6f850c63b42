package im.linnet.fleet.internal.vault;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.SavedStream;
import im.linnet.fleet.internal.wire.FleetMessage.Batch;
import im.linnet.fleet.internal.wire.FleetMessage.BatchDone;
import im.linnet.fleet.internal.wire.Held;
import im.linnet.fleet.internal.wire.StreamRecord;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.xml.Element;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutgoingTest {

  private static final long OWNER = 7;
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final Outgoing outgoing = new Outgoing(OWNER);
  private final Copies vault = new Copies();

  private static String account(int number) {
    return "bot" + number + "@example.com";
  }

  private static SavedStream stream(String account) {
    return SavedStream.builder(Jid.of(account + "/r"), "id of " + account, NOW).build();
  }

  private static Element hello(String body) {
    return Message.chat(Jid.of("romeo@example.com"), body).element();
  }

  private CompletableFuture<Void> add(
      int number, long epoch, long revision, StreamRecord.Change change) {
    CompletableFuture<Void> kept = new CompletableFuture<>();
    outgoing.add(
        new LocalRecord(new StreamRecord(account(number), epoch, revision, change), kept), NOW);
    return kept;
  }

  private CompletableFuture<Void> open(int number) {
    return add(number, 1, 1, new StreamRecord.Opened(stream(account(number))));
  }

  private Batch next() {
    return Objects.requireNonNull(outgoing.next(NOW));
  }

  /** As a vault does. */
  private List<String> keep(Batch batch) {
    List<String> fenced =
        batch.records().stream()
            .filter(entry -> !vault.apply(batch.owner(), entry, NOW))
            .map(StreamRecord::account)
            .distinct()
            .toList();
    return outgoing.done(new BatchDone(batch.seq(), fenced), NOW);
  }

  private void keepAll() {
    for (@Nullable Batch batch = outgoing.next(NOW); batch != null; batch = outgoing.next(NOW)) {
      keep(batch);
    }
  }

  @Test
  void one_batch_is_under_way_and_what_comes_meanwhile_is_in_the_next() {
    CompletableFuture<Void> first = open(1);
    Batch one = next();
    CompletableFuture<Void> second = open(2);
    CompletableFuture<Void> third = open(3);
    assertThat(outgoing.next(NOW)).isNull();
    assertThat(first).isNotDone();
    keep(one);
    assertThat(first).isCompleted();
    Batch two = next();
    assertThat(two.records()).hasSize(2);
    assertThat(two.first()).isFalse();
    assertThat(second).isNotDone();
    keep(two);
    assertThat(third).isCompleted();
    assertThat(outgoing.waiting()).isZero();
  }

  @Test
  void an_answer_to_another_batch_changes_nothing() {
    CompletableFuture<Void> kept = open(1);
    Batch batch = next();
    outgoing.done(new BatchDone(batch.seq() - 1, List.of()), NOW);
    assertThat(kept).isNotDone();
    assertThat(outgoing.underWay()).isSameAs(batch);
  }

  @Test
  void without_another_node_records_are_done_at_once() {
    CompletableFuture<Void> kept = open(1);
    outgoing.complete();
    assertThat(kept).isCompleted();
    assertThat(outgoing.covered()).isFalse();
  }

  @Test
  void a_new_next_node_gets_all_streams_as_they_are_then_what_waits() {
    open(1);
    open(2);
    add(1, 1, 2, new StreamRecord.Sent(List.of(hello("one"))));
    keepAll();
    CompletableFuture<Void> flying = add(1, 1, 3, new StreamRecord.Sent(List.of(hello("two"))));
    next();
    CompletableFuture<Void> queued = add(1, 1, 4, new StreamRecord.Sent(List.of(hello("three"))));
    Copies another = new Copies();
    outgoing.restart();
    assertThat(outgoing.covered()).isFalse();
    Batch batch = next();
    assertThat(batch.first()).isTrue();
    batch.records().forEach(entry -> assertThat(another.apply(OWNER, entry, NOW)).isTrue());
    assertThat(flying).isNotDone();
    outgoing.done(new BatchDone(batch.seq(), List.of()), NOW);
    assertThat(flying).isCompleted();
    assertThat(queued).isCompleted();
    assertThat(outgoing.covered()).isTrue();
    Held held = Objects.requireNonNull(another.peek(account(1), NOW));
    assertThat(Objects.requireNonNull(held.saved()).waiting())
        .containsExactly(hello("one"), hello("two"), hello("three"));
    assertThat(another.size()).isEqualTo(2);
  }

  @Test
  void many_streams_go_in_several_batches_and_only_then_is_all_covered() {
    String long1 = "x".repeat(20_000);
    for (int i = 0; i < 40; i++) {
      open(i);
      add(i, 1, 2, new StreamRecord.Sent(List.of(hello(long1))));
    }
    outgoing.complete();
    outgoing.restart();
    Batch first = next();
    assertThat(first.records()).hasSizeLessThan(40);
    keep(first);
    assertThat(outgoing.covered()).isFalse();
    keepAll();
    assertThat(outgoing.covered()).isTrue();
    assertThat(vault.size()).isEqualTo(40);
  }

  @Test
  void who_is_fenced_is_told_and_its_records_fail() {
    open(1);
    open(2);
    keepAll();
    vault.claim(account(1), NOW);
    CompletableFuture<Void> refused = add(1, 1, 2, new StreamRecord.Handled(1));
    CompletableFuture<Void> kept = add(2, 1, 2, new StreamRecord.Handled(1));
    assertThat(keep(next())).containsExactly(account(1));
    assertThat(refused).isCompletedExceptionally();
    assertThat(kept).isCompleted();
  }

  @Test
  void a_late_record_of_a_former_session_does_not_fence_the_present_one() {
    open(1);
    keepAll();
    CompletableFuture<Void> late = add(1, 1, 2, new StreamRecord.Handled(1));
    vault.claim(account(1), NOW);
    CompletableFuture<Void> opened = add(1, 3, 1, new StreamRecord.Opened(stream(account(1))));
    assertThat(keep(next())).isEmpty();
    assertThat(late).isCompletedExceptionally();
    keepAll();
    assertThat(opened).isDone();
  }

  @Test
  void a_node_that_was_removed_keeps_nothing_any_more() {
    CompletableFuture<Void> flying = open(1);
    next();
    CompletableFuture<Void> queued = open(2);
    outgoing.fail();
    assertThat(flying).isCompletedExceptionally();
    assertThat(queued).isCompletedExceptionally();
    assertThat(outgoing.waiting()).isZero();
  }
}
