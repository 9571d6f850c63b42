package im.linnet.internal.management;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.failure.StreamError;
import im.linnet.failure.StreamError.Condition;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.XmppException;
import im.linnet.jid.Jid;
import im.linnet.xml.Element;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ManagementTest {

  private final XmppException loss = new TransportException(Reason.RESET, "Lost");

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final Management management =
      new Management(channel.eventLoop(), Records.none(channel.eventLoop()));
  private final List<XmppException> uncertain = new ArrayList<>();

  ManagementTest() {
    channel.freezeTime();
    channel.advanceTimeBy(1, TimeUnit.HOURS);
    management.enabled(
        Jid.of("juliet@example.test/balcony"), new ResumeTerms("id", Duration.ofMinutes(5), null));
  }

  private Ledger ledger() {
    return Objects.requireNonNull(management.stream()).ledger();
  }

  private void send() {
    ledger().sent(new Sent());
  }

  private final class Sent implements Ledger.Entry {
    @Override
    public Element stanza() {
      return Element.of("message", "jabber:client");
    }

    @Override
    public long weight() {
      return 1;
    }

    @Override
    public void uncertain(XmppException why) {
      uncertain.add(why);
    }
  }

  private void loseAndResume(int times) {
    for (int i = 0; i < times; i++) {
      management.lost(loss);
      assertThat(management.lost()).as("loss " + i).isNotNull();
      management.resumed();
    }
  }

  /** The waiting stanzas may be what ends each connection. */
  @Test
  void gives_a_stream_up_that_is_lost_again_and_again_without_one_acknowledgement() {
    send();
    loseAndResume(Management.MOST_IN_VAIN);
    management.lost(loss);
    assertThat(management.lost()).isNull();
    assertThat(uncertain).hasSize(1);
  }

  @Test
  void keeps_a_stream_on_which_something_gets_through() {
    send();
    for (int h = 1; h < 5; h++) {
      loseAndResume(Management.MOST_IN_VAIN);
      send();
      ledger().acknowledge(h);
    }
    assertThat(uncertain).isEmpty();
  }

  @Test
  void keeps_a_stream_on_which_nothing_waits_if_its_sessions_last() {
    for (int n = 0; n < 10 * Management.MOST_IN_VAIN; n++) {
      loseAndResume(1);
      channel.advanceTimeBy(2, TimeUnit.MINUTES);
    }
    assertThat(management.stream()).isNotNull();
  }

  @Test
  void gives_up_a_stream_that_another_client_may_resume_in_turn() {
    loseAndResume(Management.MOST_IN_VAIN);
    management.lost(loss);
    assertThat(management.lost()).isNull();
  }

  @Test
  void keeps_a_stream_on_which_something_is_received() {
    for (int n = 0; n < 10 * Management.MOST_IN_VAIN; n++) {
      ledger().received();
      loseAndResume(1);
    }
    assertThat(management.stream()).isNotNull();
  }

  @Test
  void begins_to_count_anew_on_another_stream() {
    send();
    loseAndResume(Management.MOST_IN_VAIN);
    management.end(loss);
    management.enabled(
        Jid.of("juliet@example.test/balcony"), new ResumeTerms("two", Duration.ofMinutes(5), null));
    send();
    loseAndResume(Management.MOST_IN_VAIN);
    assertThat(uncertain).hasSize(1);
  }

  /** A connection that ends between the resumption and the session. */
  @Test
  void loses_a_stream_again_whose_connection_was_given_up() {
    send();
    management.lost(loss);
    management.resumed();
    management.abandoned(loss);
    assertThat(management.lost()).isNotNull();
    assertThat(uncertain).isEmpty();
  }

  @Test
  void ends_a_stream_for_which_the_server_ends_the_connection() {
    send();
    management.lost(loss);
    management.resumed();
    management.abandoned(
        StreamException.byServer(StreamError.of(Condition.BAD_FORMAT, null), true));
    assertThat(management.stream()).isNull();
    assertThat(uncertain).hasSize(1);
  }
}
