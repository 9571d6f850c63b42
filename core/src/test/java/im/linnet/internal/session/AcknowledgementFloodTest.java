package im.linnet.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.KeepAlive;
import im.linnet.internal.outgoing.Acknowledgements;
import im.linnet.stanza.Presence;
import im.linnet.xml.Element;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Q12: acknowledgement elements that a server may send a million times. */
@Tag("Q12")
class AcknowledgementFloodTest {

  private static final String SM = " xmlns='urn:xmpp:sm:3'";
  private static final int MILLION = 1_000_000;
  private static final int EACH = 1000;

  private final EmbeddedSession it = EmbeddedSession.ofBytes(KeepAlive.none());

  /**
   * Receives the text many times, in reads of a thousand; returns the most output that was pending
   * after a read.
   */
  private int flood(String text) {
    int most = 0;
    String batch = text.repeat(EACH);
    for (int i = 0; i < MILLION / EACH; i++) {
      it.receive(EmbeddedSession.bytes(batch));
      most = Math.max(most, it.channel.outboundMessages().size());
    }
    return most;
  }

  private static Element a(int h) {
    return Element.builder("a", "urn:xmpp:sm:3").attribute("h", Integer.toString(h)).build();
  }

  @Test
  @DisplayName("1,000,000 <r/>: one answer at once, and one a while later for all the others")
  void answers_once_for_all_of_a_while() {
    assertThat(flood("<r" + SM + "/>")).isEqualTo(1);
    assertThat(it.channel.outboundMessages()).containsExactly(a(0));
    it.receive(EmbeddedSession.bytes("<message/>"));
    assertThat(it.channel.outboundMessages()).hasSize(1);
    pass(Acknowledgements.APART);
    assertThat(it.channel.outboundMessages()).containsExactly(a(0), a(1));
    pass(Acknowledgements.APART.multipliedBy(2));
    assertThat(it.channel.outboundMessages()).as("nothing was asked since").hasSize(2);
    it.receive(EmbeddedSession.bytes("<r" + SM + "/>"));
    assertThat(it.channel.outboundMessages()).as("at once").hasSize(3);
    assertThat(it.session.ended()).isNotDone();
  }

  @Test
  void answers_each_request_at_once_where_nobody_looks() {
    it.session.acknowledgeAtOnce(true);
    it.channel.outboundMessages().clear();
    for (int i = 0; i < 3; i++) {
      it.receive(EmbeddedSession.bytes("<message/><r" + SM + "/>"));
    }
    assertThat(it.channel.outboundMessages()).containsExactly(a(1), a(2), a(3));
    it.session.acknowledgeAtOnce(false);
    it.channel.outboundMessages().clear();
    it.receive(EmbeddedSession.bytes("<r" + SM + "/>"));
    assertThat(it.channel.outboundMessages()).isEmpty();
    pass(Acknowledgements.APART);
    assertThat(it.channel.outboundMessages()).containsExactly(a(3));
  }

  private void pass(Duration time) {
    it.channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
    it.channel.runScheduledPendingTasks();
  }

  @Test
  @DisplayName("1,000,000 <r/> by who does not read: one answer, when it does")
  void queues_no_answers_for_who_does_not_read_them() {
    it.jam(true);
    assertThat(flood("<r" + SM + "/>")).isZero();
    it.receive(EmbeddedSession.bytes("<message/>"));
    it.jam(false);
    assertThat(it.channel.outboundMessages()).containsExactly(a(1));
  }

  @Test
  @DisplayName("1,000,000 <a/>, also going back or without h: nothing is kept, nothing said")
  void keeps_nothing_of_acknowledgements() {
    CompletableFuture<Void> sent = it.session.sender().deliver(Presence.available().element());
    it.channel.runPendingTasks();
    it.channel.outboundMessages().clear();
    assertThat(flood("<a" + SM + " h='0'/>")).isZero();
    assertThat(sent).isNotDone();
    it.receive(EmbeddedSession.bytes("<a" + SM + " h='1'/>"));
    assertThat(sent).isCompleted();
    assertThat(flood("<a" + SM + " h='0'/><a" + SM + "/>")).isZero();
    assertThat(it.session.ended()).isNotDone();
  }
}
