package im.linnet.internal.management;

import static im.linnet.internal.management.ManagedNegotiation.JULIET;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.SavedStream;
import im.linnet.failure.JournalException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.journal.StreamJournal;
import im.linnet.xml.Element;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A client's journal on an embedded event loop; each test completes what was recorded. */
class RecordsTest {

  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final SavedStream STREAM =
      SavedStream.builder(JULIET, "id", NOW).handled(7).build();
  private static final List<Element> ONE = List.of(Element.of("message", "jabber:client", "one"));
  private final IOException diskFull = new IOException("No space left on device");

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final Held journal = new Held();
  private final Records records = new Records(journal, channel.eventLoop(), Duration.ofSeconds(10));

  /** What happened, in order: calls of the journal and of the client. */
  private final List<String> told = new ArrayList<>();

  RecordsTest() {
    channel.freezeTime();
    records.whenBroken(failure -> told.add("broken: " + failure.getMessage()));
  }

  private final class Held implements StreamJournal {

    private final Deque<CompletableFuture<Void>> open = new ArrayDeque<>();
    private @Nullable RuntimeException fault;

    private CompletionStage<Void> record(String call) {
      told.add(call);
      if (fault != null) {
        throw fault;
      }
      CompletableFuture<Void> record = new CompletableFuture<>();
      open.add(record);
      return record;
    }

    void complete() {
      open.remove().complete(null);
      channel.runPendingTasks();
    }

    void fail() {
      open.remove().completeExceptionally(diskFull);
      channel.runPendingTasks();
    }

    @Override
    public CompletionStage<Void> opened(SavedStream whole) {
      return record("opened " + whole.handled());
    }

    @Override
    public CompletionStage<Void> sending(List<Element> stanzas) {
      return record("sending " + stanzas.size());
    }

    @Override
    public void acknowledged(long h) {
      record("acknowledged " + h);
    }

    @Override
    public CompletionStage<Void> handled(long h) {
      return record("handled " + h);
    }

    @Override
    public void ended() {
      record("ended");
    }

    @Override
    public String toString() {
      return "of this test";
    }
  }

  private void open() {
    records.opened(STREAM);
    journal.complete();
    told.clear();
  }

  private Runnable note(String what) {
    return () -> told.add(what);
  }

  private void pass(Duration time) {
    channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
    channel.runScheduledPendingTasks();
  }

  @Test
  void without_a_journal_everything_counts_as_recorded() {
    Records none = Records.none(channel.eventLoop());
    none.opened(STREAM);
    none.sending(ONE, note("sent"));
    none.handled(8, note("handled"));
    none.whenIdle(note("idle"));
    none.acknowledged(1);
    none.ended();
    assertThat(told).containsExactly("sent", "handled", "idle");
    assertThat(none.isKept()).isFalse();
    assertThat(none.isOn()).isFalse();
    assertThat(records.isKept()).isTrue();
  }

  @Test
  void before_a_stream_is_recorded_everything_counts_as_recorded() {
    records.sending(ONE, note("sent"));
    records.handled(8, note("handled"));
    records.acknowledged(1);
    records.ended();
    assertThat(told).containsExactly("sent", "handled");
    assertThat(records.isOn()).isFalse();
  }

  @Test
  void stanzas_are_sent_once_they_are_recorded() {
    open();
    assertThat(records.isOn()).isTrue();
    records.sending(ONE, note("sent"));
    assertThat(told).containsExactly("sending 1");
    journal.complete();
    assertThat(told).containsExactly("sending 1", "sent");
    records.sending(List.of(), note("nothing to record"));
    assertThat(told).endsWith("sent", "nothing to record");
  }

  @Test
  void what_waits_for_all_records_runs_once_behind_the_last() {
    records.opened(STREAM);
    records.sending(ONE, note("sent"));
    records.whenIdle(note("replaced"));
    records.whenIdle(note("idle"));
    journal.complete();
    assertThat(told).containsExactly("opened 7", "sending 1");
    journal.complete();
    assertThat(told).containsExactly("opened 7", "sending 1", "sent", "idle");
    records.sending(ONE, note("sent again"));
    journal.complete();
    assertThat(told).endsWith("sent again");
    records.whenIdle(note("at once"));
    assertThat(told).endsWith("at once");
  }

  @Test
  void a_count_is_acknowledged_once_it_is_recorded() {
    open();
    records.handled(8, note("8"));
    assertThat(records.isHandling()).isTrue();
    assertThat(told).containsExactly("handled 8");
    journal.complete();
    assertThat(records.isHandling()).isFalse();
    assertThat(told).containsExactly("handled 8", "8");
  }

  @Test
  void a_count_that_is_recorded_already_needs_no_record() {
    open();
    records.handled(7, note("as it was opened"));
    records.handled(8, note("new"));
    journal.complete();
    records.handled(8, note("again"));
    assertThat(told).containsExactly("as it was opened", "handled 8", "new", "again");
  }

  /** One at a time: the newest of those that wait follows. */
  @Test
  void counts_do_not_overtake_each_other() {
    open();
    records.handled(8, note("8"));
    records.handled(9, note("9"));
    records.handled(10, note("10"));
    journal.complete();
    assertThat(told).containsExactly("handled 8", "8", "handled 10");
    journal.complete();
    assertThat(told).endsWith("handled 10", "10");
    records.handled(11, note("11"));
    journal.complete();
    assertThat(told).endsWith("10", "handled 11", "11");
  }

  @Test
  void the_servers_count_is_recorded_without_waiting() {
    open();
    records.acknowledged(3);
    assertThat(told).containsExactly("acknowledged 3");
  }

  @Test
  void a_stream_that_is_over_is_recorded_no_more() {
    open();
    records.ended();
    records.ended();
    records.acknowledged(3);
    assertThat(told).containsExactly("ended");
    assertThat(records.isOn()).isFalse();
  }

  private static final String FULL =
      "broken: The journal of this test did not record %s: java.io.IOException: No space left on"
          + " device. Connect again when it works";

  @Test
  void nothing_is_sent_or_acknowledged_after_a_failure() {
    open();
    records.sending(ONE, note("sent"));
    records.handled(8, note("8"));
    records.handled(9, note("9"));
    records.whenIdle(note("idle"));
    journal.fail();
    assertThat(told).endsWith(FULL.formatted("stanzas to send"));
    told.clear();
    journal.complete();
    records.sending(ONE, note("sent"));
    records.handled(7, note("7"));
    records.acknowledged(1);
    records.ended();
    assertThat(told).isEmpty();
    assertThat(records.isBroken()).isFalse();
  }

  /** Whoever has them may need them. */
  @Test
  void broken_records_are_kept_until_a_stream_is_recorded_again() {
    open();
    assertThat(records.isBroken()).isFalse();
    records.handled(8, note("8"));
    journal.fail();
    assertThat(told).endsWith(FULL.formatted("the count of handled stanzas"));
    assertThat(records.isBroken()).isTrue();
    assertThat(records.isOn()).isTrue();
    told.clear();
    open();
    assertThat(records.isBroken()).isFalse();
    records.handled(8, note("8"));
    journal.complete();
    assertThat(told).containsExactly("handled 8", "8");
  }

  @Test
  void a_journal_that_throws_has_failed() {
    open();
    journal.fault = new IllegalStateException("closed");
    records.sending(ONE, note("sent"));
    assertThat(told).hasSize(2).endsWith(closed("stanzas to send"));
    journal.fault = null;
    open();
    journal.fault = new IllegalStateException("closed");
    records.acknowledged(1);
    assertThat(told).endsWith(closed("an acknowledgement"));
    assertThat(records.isBroken()).isTrue();
  }

  private static String closed(String what) {
    return "broken: The journal of this test did not record %s: java.lang.IllegalStateException:"
            .formatted(what)
        + " closed. Connect again when it works";
  }

  @Test
  void a_journal_that_throws_at_the_end_of_a_stream_does_no_harm() {
    open();
    journal.fault = new IllegalStateException("closed");
    records.ended();
    assertThat(told).containsExactly("ended");
    assertThat(records.isOn()).isFalse();
  }

  @Test
  void a_record_that_takes_too_long_has_failed() {
    open();
    records.sending(ONE, note("sent"));
    pass(Duration.ofSeconds(9));
    assertThat(told).containsExactly("sending 1");
    pass(Duration.ofSeconds(1));
    assertThat(told)
        .endsWith(
            "broken: The journal of this test did not record stanzas to send within PT10S; see"
                + " ClientBuilder.journalLimit");
    journal.complete();
    assertThat(told).hasSize(2);
  }

  @Test
  void a_record_that_is_complete_is_never_late() {
    open();
    records.sending(ONE, note("sent"));
    journal.complete();
    pass(Duration.ofMinutes(1));
    assertThat(told).containsExactly("sending 1", "sent");
  }

  /** The former stream's records complete, fail or are late when the next one is under way. */
  @Test
  void records_of_a_former_stream_do_not_count() {
    open();
    records.sending(ONE, note("sent"));
    records.handled(8, note("8"));
    records.whenIdle(note("idle"));
    records.handled(9, note("9"));
    records.opened(STREAM);
    journal.complete();
    journal.fail();
    assertThat(told).containsExactly("sending 1", "handled 8", "opened 7");
    assertThat(records.isBroken()).isFalse();
    assertThat(records.isHandling()).isFalse();
    journal.complete();
    pass(Duration.ofMinutes(1));
    assertThat(told).hasSize(3);
    records.whenIdle(note("idle now"));
    assertThat(told).endsWith("idle now");
  }

  @Test
  void a_record_of_a_former_stream_is_never_late() {
    open();
    records.sending(ONE, note("sent"));
    pass(Duration.ofSeconds(5));
    records.ended();
    pass(Duration.ofSeconds(5));
    assertThat(told).containsExactly("sending 1", "ended");
  }

  @Test
  void a_stage_may_complete_on_any_thread() throws InterruptedException {
    open();
    records.sending(ONE, note("sent"));
    Thread other = new Thread(() -> journal.open.remove().complete(null));
    other.start();
    other.join();
    channel.runPendingTasks();
    assertThat(told).containsExactly("sending 1", "sent");
  }

  @Test
  void a_session_and_the_end_of_its_stream_are_recorded() {
    Management management = new Management(channel.eventLoop(), records);
    management.record(NOW, 0);
    assertThat(told).as("there is no stream").isEmpty();
    management.enabled(JULIET, new ResumeTerms("id", Duration.ofMinutes(5), null));
    management.record(NOW, 0);
    management.end(new TransportException(Reason.RESET, "Lost"));
    assertThat(told).containsExactly("opened 0", "ended");
  }

  @Test
  void a_stream_that_is_left_is_recorded_for_the_last_time() {
    open();
    CompletableFuture<@Nullable Void> left = records.left(STREAM);
    assertThat(left).isNotDone();
    assertThat(records.isOn()).isFalse();
    journal.complete();
    assertThat(left).isCompletedWithValue(null);
    records.ended();
    assertThat(told).containsExactly("opened 7");
  }

  @Test
  void leaving_fails_with_its_record() {
    open();
    CompletableFuture<@Nullable Void> left = records.left(STREAM);
    journal.fail();
    assertThat(left)
        .isCompletedExceptionally()
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .withCauseInstanceOf(JournalException.class);
  }

  @Test
  void a_stream_that_was_never_recorded_is_left_at_once() {
    assertThat(records.left(STREAM)).isCompletedWithValue(null);
    assertThat(told).isEmpty();
  }
}
