package im.linnet.internal.session;

import static im.linnet.internal.session.EmbeddedSession.failure;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.failure.RefusedException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.internal.outgoing.Outbox;
import im.linnet.stanza.Presence;
import im.linnet.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("Q11")
class OutboxTest {

  private final EmbeddedSession it = new EmbeddedSession();

  private CompletableFuture<Void> add(String id) {
    return it.session.sender().send(Presence.available().toBuilder().id(id).build().element());
  }

  private List<String> sentIds() {
    List<String> ids = new ArrayList<>();
    for (Element next = it.channel.readOutbound(); next != null; next = it.channel.readOutbound()) {
      ids.add(String.valueOf(next.attribute("id")));
    }
    return ids;
  }

  @Test
  void flushes_once_a_batch() {
    for (int i = 0; i < 100; i++) {
      add("p" + i);
    }
    int before = it.flushes.count;
    it.channel.runPendingTasks();
    assertThat(it.flushes.count - before).isEqualTo(1);
    assertThat(sentIds()).hasSize(100).startsWith("p0", "p1").endsWith("p99");
  }

  @Test
  void keeps_what_comes_while_nothing_flows_and_its_order() {
    it.jam(true);
    add("a");
    it.channel.runPendingTasks();
    add("b");
    it.channel.runPendingTasks();
    assertThat(sentIds()).isEmpty();
    add("c");
    it.jam(false);
    assertThat(sentIds()).containsExactly("a", "b", "c");
  }

  @Test
  void refuses_more_than_it_holds_and_takes_more_later() {
    it.jam(true);
    List<CompletableFuture<Void>> taken = new ArrayList<>();
    for (int i = 0; i < Outbox.CAPACITY; i++) {
      taken.add(add("p"));
    }
    CompletableFuture<Void> refused = add("q");
    assertThat(failure(refused))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("The outgoing queue is full: 16384 stanzas");
    assertThat(taken).noneMatch(CompletableFuture::isDone);

    it.jam(false);
    assertThat(taken).allMatch(CompletableFuture::isDone);
    assertThat(add("r")).isNotDone();
    it.channel.runPendingTasks();
    assertThat(sentIds()).hasSize(Outbox.CAPACITY + 1).endsWith("r").doesNotContain("q");
  }

  @Test
  void refuses_more_than_it_may_weigh_but_takes_one_heavy_stanza() {
    it.jam(true);
    String mebibyte = "x".repeat(1 << 20);
    for (int i = 0; i < (Outbox.MOST_WEIGHT >> 20) - 1; i++) {
      assertThat(heavy(mebibyte)).isNotDone();
    }
    assertThat(failure(heavy(mebibyte)))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("The outgoing queue is full: stanzas of 16 MiB");
    it.jam(false);
    assertThat(heavy("x".repeat((int) Outbox.MOST_WEIGHT))).isNotDone();
    it.channel.runPendingTasks();
    assertThat(it.channel.outboundMessages()).hasSize((int) (Outbox.MOST_WEIGHT >> 20));
  }

  private CompletableFuture<Void> heavy(String status) {
    return it.session
        .sender()
        .send(Presence.available().toBuilder().status(status).build().element());
  }

  @Test
  void does_not_send_what_was_cancelled_in_time() {
    CompletableFuture<Void> cancelled = add("a");
    CompletableFuture<Void> other = add("b");
    cancelled.cancel(false);
    it.channel.runPendingTasks();
    assertThat(sentIds()).containsExactly("b");
    assertThat(other).isCompleted();
  }

  @Test
  void fails_all_it_holds_when_the_connection_is_lost() {
    it.jam(true);
    CompletableFuture<Void> held = add("a");
    it.channel.runPendingTasks();
    CompletableFuture<Void> incoming = add("b");
    it.channel.close();
    it.channel.runPendingTasks();
    assertThat(List.of(held, incoming, add("c")))
        .allSatisfy(
            each -> {
              it.channel.runPendingTasks();
              assertThat(((TransportException) failure(each)).reason()).isEqualTo(Reason.CLOSED);
            });
    assertThat(sentIds()).isEmpty();
  }
}
