package im.linnet.fleet.internal.vault;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.SavedStream;
import im.linnet.fleet.internal.wire.Held;
import im.linnet.fleet.internal.wire.StreamRecord;
import im.linnet.fleet.internal.wire.StreamRecord.Change;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.xml.Element;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CopiesTest {

  private static final String ACCOUNT = "bot@example.com";
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final long OWNER = 11;
  private static final long OTHER = 22;

  private final Copies copies = new Copies();

  private static SavedStream stream(String id) {
    return SavedStream.builder(Jid.of(ACCOUNT + "/r"), id, NOW).build();
  }

  private static Element hello(int number) {
    return Message.chat(Jid.of("romeo@example.com"), "Hello " + number).element();
  }

  private boolean apply(long owner, long epoch, long revision, Change change) {
    return copies.apply(owner, new StreamRecord(ACCOUNT, epoch, revision, change), NOW);
  }

  private Held held() {
    return Objects.requireNonNull(copies.peek(ACCOUNT, NOW));
  }

  private Held claim() {
    return Objects.requireNonNull(copies.claim(ACCOUNT, NOW));
  }

  private SavedStream saved() {
    return Objects.requireNonNull(held().saved());
  }

  @Test
  void a_copy_follows_the_records() {
    apply(OWNER, 1, 1, new StreamRecord.Opened(stream("a")));
    apply(OWNER, 1, 2, new StreamRecord.Sent(List.of(hello(1), hello(2), hello(3))));
    apply(OWNER, 1, 3, new StreamRecord.Acked(2));
    apply(OWNER, 1, 4, new StreamRecord.Handled(7));
    assertThat(saved().waiting()).containsExactly(hello(3));
    assertThat(saved().acknowledged()).isEqualTo(2);
    assertThat(saved().handled()).isEqualTo(7);
    assertThat(copies.size()).isEqualTo(1);
  }

  @Test
  void a_record_that_comes_twice_counts_once() {
    apply(OWNER, 1, 1, new StreamRecord.Opened(stream("a")));
    apply(OWNER, 1, 2, new StreamRecord.Sent(List.of(hello(1))));
    assertThat(apply(OWNER, 1, 2, new StreamRecord.Sent(List.of(hello(1))))).isTrue();
    assertThat(apply(OWNER, 1, 1, new StreamRecord.Opened(stream("a")))).isTrue();
    assertThat(saved().waiting()).containsExactly(hello(1));
  }

  @Test
  void records_of_an_earlier_session_are_refused() {
    apply(OWNER, 1, 1, new StreamRecord.Opened(stream("a")));
    apply(OTHER, 2, 1, new StreamRecord.Opened(stream("a")));
    assertThat(apply(OWNER, 1, 2, new StreamRecord.Handled(9))).isFalse();
    assertThat(saved().handled()).isZero();
    assertThat(copies.of(OWNER)).isEmpty();
    assertThat(copies.of(OTHER)).containsExactly(ACCOUNT);
  }

  @Test
  void who_claims_an_account_is_sure_that_its_copy_stands_still() {
    apply(OWNER, 1, 1, new StreamRecord.Opened(stream("a")));
    Held claimed = claim();
    assertThat(claimed.epoch()).isEqualTo(1);
    assertThat(apply(OWNER, 1, 2, new StreamRecord.Sent(List.of(hello(1))))).isFalse();
    assertThat(copies.mayConnect(ACCOUNT, 1)).isFalse();
    assertThat(copies.mayConnect(ACCOUNT, 2)).isTrue();
    assertThat(apply(OTHER, 2, 1, new StreamRecord.Opened(stream("a")))).isTrue();
  }

  @Test
  void of_two_that_claim_an_account_the_later_one_gets_the_later_epoch() {
    apply(OWNER, 5, 1, new StreamRecord.Opened(stream("a")));
    Held first = claim();
    Held second = claim();
    assertThat(second.epoch()).isGreaterThan(first.epoch());
    assertThat(apply(OTHER, first.epoch() + 1, 1, new StreamRecord.Opened(stream("a")))).isFalse();
    assertThat(apply(OTHER, second.epoch() + 1, 1, new StreamRecord.Opened(stream("a")))).isTrue();
  }

  @Test
  void an_account_that_nobody_knows_may_connect() {
    assertThat(copies.claim(ACCOUNT, NOW)).isNull();
    assertThat(copies.mayConnect(ACCOUNT, 1)).isTrue();
    assertThat(apply(OWNER, 1, 1, new StreamRecord.Handled(1))).isTrue();
    assertThat(copies.size()).isZero();
  }

  @Test
  void a_copy_is_of_no_use_once_another_session_has_taken_the_stream_up() {
    apply(OWNER, 1, 1, new StreamRecord.Opened(stream("a")));
    copies.takenUp(ACCOUNT, 1, NOW);
    assertThat(copies.holds(ACCOUNT, OWNER)).isTrue();
    copies.takenUp(ACCOUNT, 2, NOW);
    assertThat(copies.holds(ACCOUNT, OWNER)).isFalse();
    assertThat(copies.size()).isZero();
    assertThat(apply(OWNER, 1, 2, new StreamRecord.Opened(stream("a")))).isFalse();
  }

  @Test
  void an_ended_stream_leaves_its_epoch_for_a_while() {
    apply(OWNER, 3, 1, new StreamRecord.Opened(stream("a")));
    apply(OWNER, 3, 2, new StreamRecord.Ended());
    assertThat(held().saved()).isNull();
    assertThat(held().epoch()).isEqualTo(3);
    copies.sweep(NOW.plus(Duration.ofMinutes(9)));
    assertThat(copies.peek(ACCOUNT, NOW)).isNotNull();
    copies.sweep(NOW.plus(Duration.ofMinutes(11)));
    assertThat(copies.peek(ACCOUNT, NOW)).isNull();
  }

  @Test
  void a_session_that_binds_anew_replaces_its_stream() {
    apply(OWNER, 1, 1, new StreamRecord.Opened(stream("a")));
    apply(OWNER, 1, 2, new StreamRecord.Sent(List.of(hello(1))));
    apply(OWNER, 1, 3, new StreamRecord.Ended());
    apply(OWNER, 1, 4, new StreamRecord.Opened(stream("b")));
    assertThat(saved().id()).isEqualTo("b");
    assertThat(saved().waiting()).isEmpty();
    assertThat(copies.size()).isEqualTo(1);
  }

  @Test
  void the_copies_of_a_node_are_forgotten_together() {
    apply(OWNER, 1, 1, new StreamRecord.Opened(stream("a")));
    copies.apply(
        OTHER, new StreamRecord("b@example.com", 1, 1, new StreamRecord.Opened(stream("b"))), NOW);
    copies.forget(OWNER);
    assertThat(copies.accounts()).containsExactly("b@example.com");
    assertThat(copies.size()).isEqualTo(1);
  }

  @Test
  void the_newest_of_two_copies_has_the_later_epoch_or_the_later_revision() {
    Held old = new Held(ACCOUNT, 1, 1, 50, stream("a"));
    Held late = new Held(ACCOUNT, 2, 2, 1, stream("a"));
    Held later = new Held(ACCOUNT, 2, 2, 2, stream("a"));
    assertThat(Held.newest(old, late)).isSameAs(late);
    assertThat(Held.newest(later, late)).isSameAs(later);
    assertThat(Held.newest(late, later)).isSameAs(later);
  }
}
