package im.linnet.internal.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import im.linnet.failure.StreamError;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.XmppException;
import im.linnet.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerTest {

  private static final long END = 1L << 32;

  private final List<String> told = new ArrayList<>();

  private final class Note implements Ledger.Entry {

    private final String name;
    private final Element stanza;

    Note(String name) {
      this.name = name;
      stanza = Element.of("message", "jabber:client", name);
    }

    @Override
    public Element stanza() {
      return stanza;
    }

    @Override
    public long weight() {
      return name.length();
    }

    @Override
    public void written() {
      told.add("written " + name);
    }

    @Override
    public void acknowledged() {
      told.add("ack " + name);
    }

    @Override
    public void uncertain(XmppException why) {
      told.add("lost " + name);
    }
  }

  private Ledger with(long acknowledged, String... names) {
    Ledger ledger = new Ledger(acknowledged, 0);
    for (String name : names) {
      ledger.sent(new Note(name));
    }
    return ledger;
  }

  private static List<String> names(Ledger ledger) {
    return ledger.waiting().stream().map(entry -> entry.stanza().text()).toList();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2147483646L, 2147483647L, 4294967293L, 4294967294L, 4294967295L})
  void acknowledges_one_after_the_other(long start) {
    Ledger ledger = with(start, "a", "b", "c");
    assertThat(ledger.sent()).isEqualTo((start + 3) % END);
    ledger.acknowledge((start + 1) % END);
    assertThat(told).containsExactly("ack a");
    ledger.acknowledge((start + 3) % END);
    assertThat(told).containsExactly("ack a", "ack b", "ack c");
    assertThat(ledger.size()).isZero();
    assertThat(ledger.sent()).isEqualTo((start + 3) % END);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2147483646L, 2147483647L, 4294967293L, 4294967294L, 4294967295L})
  @DisplayName("C20: h above what was sent")
  void refuses_an_acknowledgement_of_what_was_never_sent(long start) {
    Ledger ledger = with(start, "a", "b");
    long tooHigh = (start + 3) % END;
    StreamException fault =
        catchThrowableOfType(StreamException.class, () -> ledger.acknowledge(tooHigh));
    assertThat(fault.by()).isEqualTo(StreamException.By.CLIENT);
    assertThat(fault.error().condition()).isEqualTo(StreamError.Condition.UNDEFINED_CONDITION);
    assertThat(fault.error().application())
        .isEqualTo(
            Element.builder("handled-count-too-high", "urn:xmpp:sm:3")
                .attribute("h", Long.toString(tooHigh))
                .attribute("send-count", Long.toString((start + 2) % END))
                .build());
    assertThat(told).isEmpty();
    assertThat(names(ledger)).containsExactly("a", "b");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2147483646L, 2147483647L, 4294967293L, 4294967294L, 4294967295L})
  @DisplayName("C20: h going back")
  void ignores_an_acknowledgement_that_goes_back(long start) {
    Ledger ledger = with(start, "a", "b");
    ledger.acknowledge((start + END - 1) % END);
    ledger.acknowledge((start + END - 1000) % END);
    ledger.acknowledge(start);
    assertThat(told).isEmpty();
    assertThat(names(ledger)).containsExactly("a", "b");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2147483647L, 4294967294L, 4294967295L})
  @DisplayName("C14, C21: resuming")
  void keeps_what_is_to_be_sent_again_when_resumed(long start) {
    Ledger ledger = with(start, "a", "b", "c");
    ledger.resumed((start + 1) % END);
    assertThat(told).containsExactly("ack a");
    assertThat(names(ledger)).containsExactly("b", "c");
    assertThat(ledger.sent()).as("goes on, and is not reset").isEqualTo((start + 3) % END);
    ledger.resumed((start + 3) % END);
    assertThat(names(ledger)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2147483647L, 4294967294L, 4294967295L})
  @DisplayName("C14: <resumed/> with h lower than an earlier ack, or higher than sent")
  void does_not_resume_at_a_place_that_can_not_be(long start) {
    Ledger ledger = with(start, "a", "b");
    StreamException high =
        catchThrowableOfType(StreamException.class, () -> ledger.resumed((start + 3) % END));
    assertThat(high.error().application()).isNotNull();
    assertThat(
            catchThrowableOfType(
                StreamException.class, () -> ledger.resumed((start + END - 1) % END)))
        .hasMessageContaining("had acknowledged " + start);
    assertThat(names(ledger)).containsExactly("a", "b");
  }

  private static void answerOldest(Ledger ledger) {
    ledger.answered(ledger.waiting().get(0).stanza());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2147483646L, 2147483647L, 4294967293L, 4294967294L, 4294967295L})
  void a_request_that_was_answered_waits_no_more(long start) {
    Ledger ledger = with(start, "a", "b", "c");
    answerOldest(ledger);
    answerOldest(ledger);
    assertThat(told).containsExactly("ack a", "ack b");
    assertThat(names(ledger)).containsExactly("c");
    assertThat(ledger.acknowledged()).isEqualTo((start + 2) % END);
    assertThat(ledger.sent()).isEqualTo((start + 3) % END);
    ledger.acknowledge((start + 1) % END);
    assertThat(told).as("known before").containsExactly("ack a", "ack b");
    assertThat(ledger.sent()).isEqualTo((start + 3) % END);
    ledger.acknowledge((start + 3) % END);
    assertThat(told).containsExactly("ack a", "ack b", "ack c");
    assertThat(ledger.sent()).isEqualTo((start + 3) % END);
  }

  @Test
  void a_request_that_was_answered_waits_behind_what_may_not_have_arrived() {
    Ledger ledger = with(0, "a", "b");
    ledger.answered(ledger.waiting().get(1).stanza());
    assertThat(names(ledger)).containsExactly("a", "b");
    ledger.acknowledge(2);
    assertThat(told).containsExactly("ack a", "ack b");
    ledger.answered(Element.of("message", "jabber:client", "b"));
    assertThat(ledger.sent()).isEqualTo(2);
  }

  @Test
  void counts_as_sent_what_was_answered() {
    Ledger ledger = with(0, "a", "b");
    answerOldest(ledger);
    StreamException fault =
        catchThrowableOfType(StreamException.class, () -> ledger.acknowledge(3));
    assertThat(fault).hasMessageContaining("but 2 were sent");
    assertThat(names(ledger)).containsExactly("b");
    ledger.fail(new TransportException(Reason.UNCERTAIN, "gone"));
    assertThat(told).containsExactly("ack a", "lost b");
    assertThat(ledger.sent()).isEqualTo(2);
  }

  /** The server may have counted the request that it answered, or lost the connection before. */
  @ParameterizedTest
  @ValueSource(longs = {0, 1})
  void does_not_send_again_what_was_answered(long counted) {
    Ledger ledger = with(4294967295L, "a", "b");
    answerOldest(ledger);
    ledger.resumed((4294967295L + counted) % END);
    assertThat(names(ledger)).containsExactly("b");
    assertThat(ledger.sent()).isEqualTo(counted);
    ledger.acknowledge(counted);
    assertThat(names(ledger)).isEmpty();
  }

  @Test
  void hands_back_what_is_left_in_order_and_once() {
    Ledger ledger = with(4294967295L, "a", "b", "c");
    ledger.acknowledge(0);
    TransportException why = new TransportException(Reason.UNCERTAIN, "gone");
    ledger.fail(why);
    ledger.fail(why);
    assertThat(told).containsExactly("ack a", "lost b", "lost c");
    assertThat(ledger.sent()).isEqualTo(2);
  }

  @Test
  void counts_what_came_around_the_circle() {
    Ledger ledger = new Ledger(0, 4294967294L);
    ledger.received();
    assertThat(ledger.handled()).isEqualTo(4294967295L);
    ledger.received();
    assertThat(ledger.handled()).isZero();
    assertThat(ledger.counted()).isZero();
    ledger.received();
    assertThat(ledger.handled()).isEqualTo(1);
    assertThat(ledger.counted()).isEqualTo(1);
  }

  @Test
  void owes_the_server_what_it_has_not_reported() {
    Ledger ledger = new Ledger();
    assertThat(ledger.owes()).isFalse();
    ledger.received();
    ledger.received();
    assertThat(ledger.owes()).isTrue();
    assertThat(ledger.handled(1)).isEqualTo(1);
    assertThat(ledger.owes()).isTrue();
    assertThat(ledger.handled(0)).isEqualTo(2);
    assertThat(ledger.owes()).isFalse();
    assertThat(ledger.reported()).isEqualTo(2);
  }

  @Test
  void knows_how_many_stanzas_wait() {
    Ledger ledger = with(0, "a", "b", "c");
    ledger.acknowledge(1);
    assertThat(ledger.size()).isEqualTo(2);
  }

  @Test
  void confirms_what_the_server_has_acknowledged_itself() {
    Ledger ledger = with(4294967294L, "a", "b", "c");
    ledger.acknowledge(4294967295L);
    answerOldest(ledger);
    assertThat(ledger.confirmed()).isEqualTo(4294967295L);
    assertThat(ledger.acknowledged()).isZero();
  }

  @Tag("Q11")
  @Test
  void is_full_at_its_capacity() {
    Ledger ledger = new Ledger();
    for (int i = 0; i < Ledger.CAPACITY; i++) {
      assertThat(ledger.isFull()).isFalse();
      ledger.sent(new Note("n"));
    }
    assertThat(ledger.isFull()).isTrue();
    ledger.acknowledge(1);
    assertThat(ledger.isFull()).isFalse();
  }

  private record Heavy(Element stanza, long weight) implements Ledger.Entry {}

  @Tag("Q11")
  @Test
  void is_full_at_its_weight() {
    Ledger ledger = new Ledger();
    Element stanza = Element.of("message", "jabber:client");
    ledger.sent(new Heavy(stanza, Ledger.MOST_WEIGHT - 2));
    ledger.sent(new Heavy(stanza, 1));
    assertThat(ledger.isFull()).isFalse();
    ledger.sent(new Heavy(stanza, 1));
    assertThat(ledger.isFull()).isTrue();
    ledger.acknowledge(1);
    assertThat(ledger.isFull()).isFalse();
    ledger.sent(new Heavy(stanza, Ledger.MOST_WEIGHT));
    assertThat(ledger.isFull()).isTrue();
    ledger.fail(new TransportException(Reason.UNCERTAIN, "gone"));
    assertThat(ledger.isFull()).isFalse();
  }

  @Test
  @DisplayName("C13: random cuts against a model of the server")
  void loses_and_doubles_nothing_over_random_cuts() {
    Random random = new Random(198);
    long start = END - 5_000;
    Ledger ledger = new Ledger(start, 0);
    List<String> arrived = new ArrayList<>();
    List<String> sent = new ArrayList<>();
    for (int cut = 0; cut < 10_000; cut++) {
      List<String> onTheWay = new ArrayList<>(names(ledger));
      for (int i = random.nextInt(4); i > 0; i--) {
        String name = Integer.toString(sent.size());
        sent.add(name);
        onTheWay.add(name);
        ledger.sent(new Note(name));
      }
      arrived.addAll(onTheWay.subList(0, random.nextInt(onTheWay.size() + 1)));
      for (int i = random.nextInt(3); i > 0 && hasOldest(ledger, arrived.size()); i--) {
        answerOldest(ledger);
      }
      long h = (start + arrived.size()) % END;
      if (random.nextBoolean()) {
        ledger.acknowledge(h);
      }
      ledger.resumed(h);
    }
    arrived.addAll(names(ledger));
    assertThat(arrived).isEqualTo(sent);
  }

  /** Whether an entry waits and is among the first so many that were sent. */
  private static boolean hasOldest(Ledger ledger, int arrived) {
    return ledger.size() > 0 && Integer.parseInt(names(ledger).get(0)) < arrived;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "+1", "abc", " 1", "1.0", "4294967296", "99999999999", "٣"})
  @DisplayName("C14: counts that are none")
  void reads_no_count_from_anything_else(String text) {
    assertThat(Count.read(text)).isEqualTo(Count.MALFORMED);
    assertThat(Count.read(null)).isEqualTo(Count.MALFORMED);
  }

  @Test
  void reads_counts() {
    assertThat(Count.read("0")).isZero();
    assertThat(Count.read("007")).isEqualTo(7);
    assertThat(Count.read("4294967295")).isEqualTo(4294967295L);
  }
}
