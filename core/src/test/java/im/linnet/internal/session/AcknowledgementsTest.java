package im.linnet.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.KeepAlive;
import im.linnet.internal.management.Ledger;
import im.linnet.internal.outgoing.Acknowledgements;
import im.linnet.stanza.Presence;
import im.linnet.xml.Element;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When acknowledgements are requested and answered (XEP-0198, section 4). */
class AcknowledgementsTest {

  private static final Duration LONG = Acknowledgements.AFTER.multipliedBy(2);
  private static final Element R = Element.of("r", Ledger.NAMESPACE);

  private final EmbeddedSession it = EmbeddedSession.managed(KeepAlive.none());

  private void ask(String id) {
    it.request(null, id);
  }

  private void answer(String id) {
    it.receive(EmbeddedSession.answer("result", id, EmbeddedSession.BARE).build());
  }

  private List<Object> sent() {
    List<Object> sent = List.copyOf(it.channel.outboundMessages());
    it.channel.outboundMessages().clear();
    return sent;
  }

  private static Element a(int h) {
    return Element.builder("a", Ledger.NAMESPACE).attribute("h", Integer.toString(h)).build();
  }

  @Test
  void requests_that_were_answered_are_not_asked_about() {
    for (int i = 0; i < 2 * Acknowledgements.EVERY; i++) {
      ask("q" + i);
      answer("q" + i);
    }
    it.pass(LONG);
    assertThat(sent()).hasSize(2 * Acknowledgements.EVERY).doesNotContain(R);
    assertThat(it.session.sender().isAwaiting()).isFalse();
  }

  @Test
  void a_request_that_is_not_answered_is_asked_about() {
    ask("q1");
    answer("q1");
    it.pass(LONG);
    ask("q2");
    it.pass(LONG);
    assertThat(sent()).hasSize(3).endsWith(R);
  }

  @Test
  void answers_say_nothing_about_what_was_sent_before() {
    it.send(Presence.available());
    ask("q1");
    answer("q1");
    it.pass(LONG);
    assertThat(sent()).hasSize(3).endsWith(R);
    assertThat(it.session.sender().isAwaiting()).isTrue();
    it.receive(Element.builder("a", Ledger.NAMESPACE).attribute("h", "2").build());
    assertThat(it.session.sender().isAwaiting()).isFalse();
  }

  @Test
  void a_server_that_asks_now_and_then_is_answered_at_once_and_no_timer_is_left() {
    it.receive(R);
    assertThat(sent()).containsExactly(a(0));
    it.pass(Acknowledgements.APART);
    it.receive(R);
    assertThat(sent()).containsExactly(a(0));
    // The only timer left is that of a session which has just been busy.
    assertThat(Duration.ofNanos(it.channel.runScheduledPendingTasks()))
        .as("until the next timer")
        .isBetween(Duration.ofSeconds(Rest.SECONDS - 1), Duration.ofSeconds(Rest.SECONDS));
  }

  @Test
  void a_server_that_asks_again_just_after_is_answered_when_it_is_time() {
    it.receive(R);
    it.pass(Acknowledgements.APART.dividedBy(2));
    it.receive(R);
    assertThat(sent()).containsExactly(a(0));
    it.pass(Acknowledgements.APART.dividedBy(2));
    assertThat(sent()).containsExactly(a(0));
  }
}
