package im.linnet.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.ConnectionState.Connected;
import im.linnet.connection.ConnectionState.Disconnected;
import im.linnet.connection.ConnectionState.Waiting;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.Phase;
import im.linnet.failure.StreamError;
import im.linnet.failure.StreamError.Condition;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Attempt;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.Where;
import im.linnet.failure.XmppException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Conflicts with attempts of the same client that were given up. */
class GhostsTest extends ReconnectingLife {

  private static final Duration TICK = Duration.ofMillis(1);

  private static final Endpoint PLACE = Endpoint.startTls("127.0.0.1", 5222);

  @BeforeEach
  void only_what_may_be_retried_is() {
    policy = outage -> outage.cause().retryable() ? TEN : null;
  }

  private static XmppException late(Phase phase) {
    return new TransportException(Reason.TIMED_OUT, "Too late")
        .at(Where.of(phase, PLACE, List.of()));
  }

  private void conflict() {
    read(StreamError.of(Condition.CONFLICT, "Replaced by new connection").toElement());
  }

  private void givenUp(XmppException... attempts) {
    lostAfter(TEN);
    for (XmppException why : attempts) {
      pass(TEN);
      fail(why);
    }
    pass(TEN);
    bind();
  }

  @Test
  void a_conflict_alone_is_with_another_client() {
    connect();
    bind();
    conflict();
    assertThat(life.state()).isInstanceOf(Disconnected.class);
  }

  @Test
  void one_attempt_may_have_made_several() {
    givenUp(late(Phase.AUTHENTICATING));
    for (int i = 0; i < 4; i++) {
      conflict();
      assertThat(life.state()).as("conflict %d", i).isInstanceOf(Waiting.class);
      pass(TEN);
      bind();
    }
  }

  @Test
  void long_after_the_last_attempt_it_is_another_client() {
    givenUp(late(Phase.OPENING));
    pass(Ghosts.LIFE);
    conflict();
    assertThat(life.state()).isInstanceOf(Disconnected.class);
  }

  @Test
  void what_never_reached_a_server_haunts_nobody() {
    givenUp(
        late(Phase.CONNECTING),
        TransportException.allFailed(
            "No address could be used", List.of(Attempt.of(PLACE, late(Phase.CONNECTING)))));
    conflict();
    assertThat(life.state()).isInstanceOf(Disconnected.class);
  }

  @Test
  void one_of_several_addresses_may_have_let_it_in() {
    givenUp(
        TransportException.allFailed(
            "No address could be used",
            List.of(
                Attempt.of(PLACE, late(Phase.CONNECTING)),
                Attempt.of(PLACE, late(Phase.BINDING)))));
    conflict();
    assertThat(life.state()).isInstanceOf(Waiting.class);
  }

  /** On a bad line no session lasts, and attempts are given up for as long as that goes on. */
  @Test
  void each_attempt_explains_some() {
    givenUp(late(Phase.BINDING));
    for (int n = 0; n < 10 * Ghosts.MOST_CONFLICTS; n++) {
      conflict();
      assertThat(life.state()).as("conflict %d", n).isInstanceOf(Waiting.class);
      pass(TEN);
      fail(late(Phase.AUTHENTICATING));
      pass(TEN);
      bind();
    }
  }

  @Test
  void two_clients_do_not_fight_for_ever() {
    policy = outage -> outage.cause().retryable() ? TICK : null;
    givenUp(late(Phase.BINDING));
    int borne = 0;
    for (; borne < 100 && life.state() instanceof Connected; borne++) {
      conflict();
      if (life.state() instanceof Waiting) {
        pass(TICK);
        bind();
      }
    }
    assertThat(borne).isEqualTo(Ghosts.EACH + 1);
    assertThat(life.state()).isInstanceOf(Disconnected.class);
  }

  @Test
  void a_session_that_lasts_begins_a_new_count() {
    policy = outage -> outage.cause().retryable() ? TICK : null;
    connect();
    bind();
    for (int i = 0; i <= Ghosts.MOST_CONFLICTS; i++) {
      lose();
      pass(TICK);
      fail(late(Phase.BINDING));
      pass(TICK);
      bind();
      conflict();
      assertThat(life.state()).as("conflict %d", i).isInstanceOf(Waiting.class);
      pass(TICK);
      bind();
      pass(Duration.ofMinutes(2));
    }
  }
}
