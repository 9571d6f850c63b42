package im.linnet.receipts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.XmppException;
import im.linnet.jid.Jid;
import im.linnet.receipts.DeliveryEvent.Changed;
import im.linnet.receipts.StoredMessage.Kind;
import im.linnet.stanza.StanzaError;
import im.linnet.stanza.StanzaError.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By which rules messages come further. */
@Tag("Q09")
class MessageLedgerTest {

  private static final Jid ROMEO = Jid.of("romeo@localhost");
  private static final Jid ORCHARD = Jid.of("romeo@localhost/orchard");
  private static final Jid ROOM = Jid.of("garden@rooms.localhost");
  private final XmppException bounced =
      new StanzaException(StanzaError.of(Condition.SERVICE_UNAVAILABLE), "The message");
  private final XmppException uncertain = new TransportException(Reason.UNCERTAIN, "Lost");

  private final List<DeliveryEvent> events = new ArrayList<>();
  private final MessageLedger ledger = ledger(3, new StoreWriter(null, 3));

  private MessageLedger ledger(int size, StoreWriter store) {
    MessageLedger made = new MessageLedger(size, Runnable::run, store);
    made.subscribers().add(events::add);
    store.read().thenAccept(made::restore).join();
    return made;
  }

  private TrackedMessage sent(String id) {
    return ledger.sending(new MessageKey(ROMEO, id), Kind.ONE_TO_ONE);
  }

  private List<DeliveryState> states() {
    List<DeliveryState> states = new ArrayList<>();
    for (DeliveryEvent event : events) {
      states.add(((Changed) event).now());
    }
    return states;
  }

  @Test
  void a_message_comes_further_step_by_step() {
    TrackedMessage message = sent("a");
    CompletableFuture<TrackedMessage> received = message.reached(DeliveryState.RECEIVED);
    assertThat(message.state()).isEqualTo(DeliveryState.PENDING);
    ledger.reached(message, DeliveryState.ACKNOWLEDGED);
    assertThat(message.reached(DeliveryState.SENT)).isCompletedWithValue(message);
    assertThat(received).isNotDone();
    ledger.received(ORCHARD, "a");
    assertThat(received).isCompletedWithValue(message);
    ledger.displayed(ORCHARD, "a");
    assertThat(states())
        .containsExactly(
            DeliveryState.ACKNOWLEDGED, DeliveryState.RECEIVED, DeliveryState.DISPLAYED);
    assertThat(message.failure()).isNull();
  }

  @Test
  void states_come_in_any_order_and_twice() {
    TrackedMessage message = sent("a");
    ledger.displayed(ORCHARD, "a");
    ledger.received(ORCHARD, "a");
    ledger.received(ROMEO, "a");
    ledger.displayed(ROMEO, "a");
    ledger.reached(message, DeliveryState.ACKNOWLEDGED);
    ledger.failed(message, uncertain);
    ledger.bounced(ROMEO, "a", bounced);
    assertThat(states()).containsExactly(DeliveryState.DISPLAYED);
    assertThat(message.reached(DeliveryState.RECEIVED)).isCompleted();
    assertThat(ledger.unmatched()).isZero();
  }

  @Test
  void a_marker_holds_for_earlier_messages_of_the_chat_alone() {
    TrackedMessage first = sent("a");
    TrackedMessage other =
        ledger.sending(new MessageKey(Jid.of("nurse@localhost"), "b"), Kind.ONE_TO_ONE);
    TrackedMessage second = sent("c");
    ledger.displayed(ORCHARD, "a");
    assertThat(second.state()).isEqualTo(DeliveryState.PENDING);
    ledger.displayed(ORCHARD, "c");
    assertThat(first.state()).isEqualTo(DeliveryState.DISPLAYED);
    assertThat(other.state()).isEqualTo(DeliveryState.PENDING);
  }

  @Test
  void a_marker_does_not_show_that_a_bounced_message_arrived() {
    TrackedMessage first = sent("a");
    sent("b");
    ledger.bounced(ORCHARD, "a", bounced);
    ledger.displayed(ORCHARD, "b");
    assertThat(first.state()).isEqualTo(DeliveryState.FAILED);
    assertThat(first.failure()).isSameAs(bounced);
  }

  @ParameterizedTest
  @CsvSource({
    "nurse@localhost, a",
    "romeo@example.net/orchard, a",
    "localhost, a",
    "romeo@localhost/orchard, b"
  })
  void nobody_else_says_what_became_of_a_message(String from, String id) {
    TrackedMessage message = sent("a");
    ledger.received(Jid.of(from), id);
    ledger.displayed(Jid.of(from), id);
    ledger.bounced(Jid.of(from), id, bounced);
    assertThat(message.state()).isEqualTo(DeliveryState.PENDING);
    assertThat(events).isEmpty();
    assertThat(ledger.unmatched()).isEqualTo(3);
  }

  @Test
  void occupants_speak_for_themselves_only() {
    Jid nick = Jid.of("garden@rooms.localhost/romeo");
    Jid other = Jid.of("garden@rooms.localhost/other");
    TrackedMessage whisper = ledger.sending(new MessageKey(nick, "a"), Kind.ONE_TO_ONE);
    TrackedMessage toAll = ledger.sending(new MessageKey(ROOM, "b"), Kind.ROOM);
    ledger.received(other, "a");
    ledger.displayed(ROOM, "a");
    ledger.received(other, "b");
    ledger.displayed(ROOM, "b");
    ledger.bounced(other, "b", bounced);
    assertThat(events).isEmpty();
    ledger.received(nick, "a");
    assertThat(whisper.state()).isEqualTo(DeliveryState.RECEIVED);
    ledger.bounced(ROOM, "b", bounced);
    assertThat(toAll.state()).isEqualTo(DeliveryState.FAILED);
  }

  @Test
  void a_failure_fails_what_waits_with_its_own_exception() {
    TrackedMessage message = sent("a");
    CompletableFuture<TrackedMessage> waiting = message.reached(DeliveryState.DISPLAYED);
    ledger.bounced(ORCHARD, "a", bounced);
    assertThat(waiting.handle((done, failure) -> failure).join()).isSameAs(bounced);
    assertThat(message.reached(DeliveryState.SENT).handle((done, failure) -> failure).join())
        .isSameAs(bounced);
    ledger.reached(message, DeliveryState.ACKNOWLEDGED);
    assertThat(message.state()).isEqualTo(DeliveryState.FAILED);
  }

  @Test
  void a_message_that_failed_may_have_arrived_after_all() {
    TrackedMessage message = sent("a");
    ledger.failed(message, uncertain);
    ledger.received(ORCHARD, "a");
    assertThat(message.state()).isEqualTo(DeliveryState.RECEIVED);
    assertThat(message.failure()).isNull();
    assertThat(message.reached(DeliveryState.RECEIVED)).isCompleted();
  }

  @Test
  void a_message_that_failed_can_be_sent_again_but_one_that_arrived_stays_so() {
    TrackedMessage message = sent("a");
    ledger.failed(message, uncertain);
    assertThat(sent("a")).isSameAs(message);
    assertThat(message.state()).isEqualTo(DeliveryState.PENDING);
    ledger.received(ORCHARD, "a");
    assertThat(sent("a").state()).isEqualTo(DeliveryState.RECEIVED);
    assertThat(states())
        .containsExactly(DeliveryState.FAILED, DeliveryState.PENDING, DeliveryState.RECEIVED);
  }

  @Test
  void the_oldest_is_forgotten_with_an_event() {
    TrackedMessage oldest = sent("a");
    CompletableFuture<TrackedMessage> waiting = oldest.reached(DeliveryState.RECEIVED);
    sent("b");
    sent("c");
    assertThat(events).isEmpty();
    sent("d");
    assertThat(events).containsExactly(new DeliveryEvent.Forgotten(oldest));
    assertThat(ledger.all()).extracting(TrackedMessage::id).containsExactly("b", "c", "d");
    assertThat(waiting.handle((done, failure) -> failure).join())
        .isInstanceOf(RefusedException.class);
    assertThat(oldest.reached(DeliveryState.RECEIVED)).isCompletedExceptionally();
    ledger.received(ORCHARD, "a");
    assertThat(ledger.unmatched()).isEqualTo(1);
  }

  @Test
  void a_storm_of_unknown_ones_is_counted_and_keeps_nothing() {
    MessageLedger early = new MessageLedger(3, Runnable::run, new StoreWriter(null, 3));
    for (int i = 0; i < 10_000; i++) {
      ledger.received(ORCHARD, "unknown" + i);
      early.received(ORCHARD, "unknown" + i);
    }
    assertThat(ledger.unmatched()).isEqualTo(10_000);
    assertThat(ledger.all()).isEmpty();
    assertThat(early.unmatched()).isZero();
    early.restore(List.of());
    assertThat(early.unmatched()).as("those that were kept").isEqualTo(1_024);
  }

  @Test
  void nothing_waits_for_ever_on_a_closed_client() {
    TrackedMessage message = sent("a");
    CompletableFuture<TrackedMessage> waiting = message.reached(DeliveryState.RECEIVED);
    ledger.close();
    assertThat(waiting.handle((done, failure) -> failure).join())
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void a_cancelled_future_is_forgotten_and_others_go_on() {
    TrackedMessage message = sent("a");
    CompletableFuture<TrackedMessage> one = message.reached(DeliveryState.RECEIVED);
    CompletableFuture<TrackedMessage> two = message.reached(DeliveryState.RECEIVED);
    one.cancel(false);
    ledger.received(ORCHARD, "a");
    assertThat(two).isCompletedWithValue(message);
    assertThatIllegalArgumentException().isThrownBy(() -> message.reached(DeliveryState.FAILED));
  }

  @Test
  void what_was_stored_is_older_than_what_is_new() {
    ReceiptStore store = ReceiptStore.inMemory();
    StoreWriter writer = new StoreWriter(store, 10);
    MessageLedger first = ledger(10, writer);
    TrackedMessage a = first.sending(new MessageKey(ROMEO, "a"), Kind.ONE_TO_ONE);
    TrackedMessage b = first.sending(new MessageKey(ROMEO, "b"), Kind.ONE_TO_ONE);
    first.reached(a, DeliveryState.ACKNOWLEDGED);
    first.bounced(ROMEO, "b", bounced);

    CompletableFuture<List<StoredMessage>> slow = new CompletableFuture<>();
    MessageLedger second = new MessageLedger(3, Runnable::run, new StoreWriter(null, 3));
    second.subscribers().add(events::add);
    events.clear();
    TrackedMessage c = second.sending(new MessageKey(ROMEO, "c"), Kind.ONE_TO_ONE);
    second.displayed(ORCHARD, "a");
    second.received(ORCHARD, "x");
    slow.thenAccept(second::restore);
    assertThat(events).isEmpty();
    assertThat(second.unmatched()).isZero();
    slow.complete(store.read().toCompletableFuture().join());

    assertThat(second.all()).extracting(TrackedMessage::id).containsExactly("a", "b", "c");
    assertThat(second.all().get(2)).isSameAs(c);
    assertThat(states()).containsExactly(DeliveryState.DISPLAYED);
    assertThat(second.unmatched()).isEqualTo(1);
    TrackedMessage restored = second.all().get(1);
    assertThat(restored.state()).isEqualTo(DeliveryState.FAILED);
    assertThat(restored.failure())
        .isInstanceOfSatisfying(
            StanzaException.class,
            restoredFailure ->
                assertThat(restoredFailure.error().condition())
                    .isEqualTo(Condition.SERVICE_UNAVAILABLE));
    assertThat(b.state()).isEqualTo(DeliveryState.FAILED);
  }

  @Test
  void a_store_that_fails_or_hangs_does_no_harm() {
    List<List<StoredMessage>> written = new ArrayList<>();
    CompletableFuture<Void> hanging = new CompletableFuture<>();
    ReceiptStore store =
        new ReceiptStore() {
          @Override
          public CompletionStage<List<StoredMessage>> read() {
            throw new IllegalStateException("broken");
          }

          @Override
          public CompletionStage<Void> write(List<StoredMessage> changed) {
            written.add(changed);
            return hanging;
          }
        };
    MessageLedger ledger = ledger(3, new StoreWriter(store, 3));
    TrackedMessage a = ledger.sending(new MessageKey(ROMEO, "a"), Kind.ONE_TO_ONE);
    ledger.reached(a, DeliveryState.SENT);
    ledger.received(ROMEO, "a");
    for (int i = 0; i < 10; i++) {
      TrackedMessage more = ledger.sending(new MessageKey(ROMEO, "m" + i), Kind.ONE_TO_ONE);
      ledger.reached(more, DeliveryState.SENT);
    }
    assertThat(written).hasSize(1);
    hanging.completeExceptionally(new IllegalStateException("full"));
    assertThat(written).hasSize(2);
    assertThat(written.get(1)).extracting(StoredMessage::id).containsExactly("m7", "m8", "m9");
    assertThat(written.get(1)).extracting(StoredMessage::state).containsOnly(DeliveryState.SENT);
  }
}
