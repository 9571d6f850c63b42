package im.linnet.internal.management;

import static im.linnet.internal.management.ManagedNegotiation.JULIET;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.SavedStream;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.xml.Element;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A stream that one client leaves and another one takes over. */
class LeavingTest {

  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final Element ONE = Element.of("message", "jabber:client", "one");
  private static final Element TWO = Element.of("message", "jabber:client", "two");

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final Management management =
      new Management(channel.eventLoop(), Records.none(channel.eventLoop()));
  private final List<Element> uncertain = new ArrayList<>();

  LeavingTest() {
    channel.freezeTime();
  }

  private static SavedStream.Builder saved() {
    return SavedStream.builder(JULIET, "id", NOW.plusSeconds(300))
        .max(Duration.ofMinutes(10))
        .location("elsewhere:5222")
        .acknowledged(4_294_967_295L)
        .handled(7);
  }

  private void restore(SavedStream stream, Instant now) {
    management.restore(stream, now, uncertain::add);
  }

  private void pass(Duration time) {
    channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
    channel.runScheduledPendingTasks();
  }

  @Test
  void is_left_with_its_counts_what_waits_and_what_was_not_sent() {
    management.enabled(JULIET, new ResumeTerms("id", Duration.ofMinutes(10), "elsewhere:5222"));
    Ledger ledger = Objects.requireNonNull(management.stream()).ledger();
    ledger.sent(new Delivered("acknowledged", new ArrayList<>()));
    ledger.acknowledge(1);
    ledger.sent(new Delivered("one", new ArrayList<>()));
    ledger.received();
    ledger.received();
    ledger.received();
    assertThat(management.save(NOW, 1, List.of(TWO)))
        .isEqualTo(
            SavedStream.builder(JULIET, "id", NOW.plusSeconds(600))
                .max(Duration.ofMinutes(10))
                .location("elsewhere:5222")
                .acknowledged(1)
                .handled(2)
                .waiting(List.of(ONE, TWO))
                .build());
  }

  @Test
  void is_not_left_if_nobody_could_resume_it() {
    assertThat(management.save(NOW, 0, List.of())).isNull();
    management.enabled(JULIET, new ResumeTerms(null, Duration.ofMinutes(10), null));
    assertThat(management.save(NOW, 0, List.of())).isNull();
  }

  @Test
  void is_lost_for_the_client_that_takes_it_over() {
    restore(saved().waiting(List.of(ONE, TWO)).build(), NOW);
    ManagedStream lost = Objects.requireNonNull(management.lost());
    assertThat(lost.jid()).isEqualTo(JULIET);
    assertThat(lost.terms())
        .isEqualTo(new ResumeTerms("id", Duration.ofMinutes(10), "elsewhere:5222"));
    assertThat(lost.ledger().acknowledged()).isEqualTo(4_294_967_295L);
    assertThat(lost.ledger().sent()).isEqualTo(1);
    assertThat(lost.ledger().handled()).isEqualTo(7);
    assertThat(Objects.requireNonNull(management.lostStream()).handled()).isEqualTo(7);
  }

  @Test
  void tells_of_each_stanza_whose_fate_stays_unknown() {
    restore(saved().waiting(List.of(ONE, TWO)).build(), NOW);
    management.giveUp();
    assertThat(uncertain).containsExactly(ONE, TWO);
  }

  /** Stanzas of a former life count for the limit like those of this one. */
  @Test
  void what_was_left_weighs_as_much_as_what_is_sent() {
    Element large = Element.of("message", "jabber:client", "x".repeat((int) Ledger.MOST_WEIGHT));
    restore(saved().waiting(List.of(large)).build(), NOW);
    assertThat(Objects.requireNonNull(management.lost()).ledger().isFull()).isTrue();
  }

  @Test
  void is_given_up_when_the_server_drops_it() {
    restore(saved().waiting(List.of(ONE)).build(), NOW.plusSeconds(100));
    pass(Duration.ofSeconds(199));
    assertThat(management.lost()).isNotNull();
    pass(Duration.ofSeconds(1));
    assertThat(management.lost()).isNull();
    assertThat(uncertain).containsExactly(ONE);
  }

  @Test
  void is_given_up_at_once_if_its_time_has_passed() {
    restore(saved().build(), NOW.plusSeconds(301));
    pass(Duration.ZERO);
    assertThat(management.lost()).isNull();
  }

  /** The clock of the machine may have been set back, and bytes may be wrong. */
  @Test
  void is_kept_for_no_more_than_a_day() {
    restore(saved().max(Duration.ofDays(100)).build(), NOW.minus(Duration.ofDays(30)));
    assertThat(Objects.requireNonNull(management.lost()).terms().max())
        .isEqualTo(Duration.ofDays(1));
    pass(Duration.ofDays(1).minusSeconds(1));
    assertThat(management.lost()).isNotNull();
    pass(Duration.ofSeconds(1));
    assertThat(management.lost()).isNull();
  }

  @Test
  void is_kept_for_its_usual_time_when_it_is_lost_again() {
    restore(saved().build(), NOW);
    management.resumed();
    management.lost(new TransportException(Reason.RESET, "Lost"));
    pass(Duration.ofSeconds(599));
    assertThat(management.lost()).isNotNull();
    pass(Duration.ofSeconds(1));
    assertThat(management.lost()).isNull();
  }
}
