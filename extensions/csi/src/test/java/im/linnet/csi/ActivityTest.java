package im.linnet.csi;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.stanza.Stanza;
import im.linnet.xml.Element;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Client state indication (XEP-0352). */
class ActivityTest {

  private static final String CSI = "urn:xmpp:csi:0";
  private static final Element ACTIVE = Element.of("active", CSI);
  private static final Element INACTIVE = Element.of("inactive", CSI);

  private final Activity activity = new Activity();
  private final EmbeddedSession it = offering();

  private static EmbeddedSession offering() {
    return EmbeddedSession.offering(Element.of("csi", CSI));
  }

  @Test
  void is_told_when_it_changes() {
    activity.begin(it.session);
    activity.set(false);
    assertThat(it.channel.outboundMessages()).as("active from the start").isEmpty();
    activity.set(true);
    activity.set(true);
    activity.set(false);
    assertThat(it.channel.outboundMessages()).containsExactly(INACTIVE, ACTIVE);
  }

  @Test
  void is_remembered_until_there_is_a_stream_and_for_each() {
    activity.set(true);
    activity.begin(it.session);
    assertThat(it.sent()).isEqualTo(INACTIVE);
    activity.end();
    EmbeddedSession next = offering();
    activity.begin(next.session);
    assertThat(next.sent()).isEqualTo(INACTIVE);
    activity.end();
    activity.set(false);
    EmbeddedSession last = offering();
    activity.begin(last.session);
    assertThat(last.channel.outboundMessages()).isEmpty();
    assertThat(it.channel.outboundMessages()).as("of the stream that ended").isEmpty();
  }

  @Test
  void is_kept_from_servers_that_do_not_offer_to_heed_it() {
    EmbeddedSession plain = new EmbeddedSession();
    activity.set(true);
    activity.begin(plain.session);
    activity.set(false);
    assertThat(plain.channel.outboundMessages()).isEmpty();
  }

  /** However often the user changes his mind while the server does not read. */
  @Test
  void waits_as_one_element_at_most() {
    it.holdWrites(true);
    activity.begin(it.session);
    for (int i = 0; i < 1000; i++) {
      activity.set(i % 2 == 0);
    }
    assertThat(it.channel.outboundMessages()).isEmpty();
    it.holdWrites(false);
    assertThat(it.channel.outboundMessages()).containsExactly(INACTIVE, ACTIVE);
  }

  @Test
  void is_no_stanza_to_be_counted() {
    activity.begin(it.session);
    activity.set(true);
    it.session.sender().deliver(Element.of("message", Stanza.NAMESPACE));
    it.channel.runPendingTasks();
    assertThat(it.sent()).isEqualTo(INACTIVE);
    it.sent();
    assertThat(it.sent()).isEqualTo(Element.of("r", "urn:xmpp:sm:3"));
    it.receive(Element.builder("a", "urn:xmpp:sm:3").attribute("h", "1").build());
    assertThat(it.session.ended()).isNotDone();
    it.receive(Element.builder("a", "urn:xmpp:sm:3").attribute("h", "2").build());
    assertThat(it.session.ended()).as("more than was sent").isCompleted();
  }

  @Test
  void does_not_mind_a_stream_that_ends() {
    activity.begin(it.session);
    it.channel.close();
    activity.set(true);
    it.pass(Duration.ofSeconds(1));
    assertThat(it.channel.outboundMessages()).isEmpty();
  }
}
