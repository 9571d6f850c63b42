package im.linnet.internal.session;

import static im.linnet.internal.session.EmbeddedSession.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState.Disconnected;
import im.linnet.connection.ConnectionState.Waiting;
import im.linnet.connection.ReconnectPolicy;
import im.linnet.failure.AuthenticationException;
import im.linnet.failure.StreamError;
import im.linnet.failure.StreamError.Condition;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.failure.XmppException;
import im.linnet.internal.netty.StreamEnd;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Reconnecting by the timer. */
class ReconnectingTest extends ReconnectingLife {

  @Test
  void comes_back_after_a_loss_when_it_is_time() {
    lostAfter(Duration.ofHours(1));
    assertThat(life.state()).isEqualTo(new Waiting(outage().cause(), NOW.plus(TEN), 0));
    assertThat(outage().lasted()).isEqualTo(Duration.ofHours(1));
    assertThat(outage().sessionLost()).isTrue();
    assertThat(outage().networkChanged()).isFalse();
    assertThatThrownBy(life::sender).hasMessageContaining("will be made anew");
    pass(TEN.minusNanos(1));
    assertThat(attempts).hasSize(1);
    pass(Duration.ofNanos(1));
    assertThat(attempts).hasSize(2);
    bind();
    assertThat(states)
        .containsExactly("Connecting", "Connected", "Waiting", "Connecting", "Connected");
  }

  @Test
  void counts_attempts_until_a_session_lasts() {
    lostAfter(Duration.ofSeconds(59));
    assertThat(outage().attempts()).as("after a session that did not last").isEqualTo(1);
    pass(TEN);
    fail(refused());
    assertThat(outage().attempts()).isEqualTo(2);
    assertThat(outage().lasted()).isZero();
    pass(TEN);
    fail(refused());
    assertThat(life.state())
        .isInstanceOfSatisfying(Waiting.class, it -> assertThat(it.attempts()).isEqualTo(3));
    pass(TEN);
    bind();
    lose();
    assertThat(outage().attempts()).as("after a session of no time").isEqualTo(4);
    pass(TEN);
    bind();
    pass(Duration.ofMinutes(1));
    lose();
    assertThat(outage().attempts()).as("after a session that lasted").isZero();
  }

  @Test
  void waits_ever_longer_for_a_fault_that_comes_back_in_sessions_that_last() {
    XmppException poison = StreamException.byClient(Condition.NOT_WELL_FORMED, "A bare &");
    XmppException another = StreamException.byClient(Condition.RESTRICTED_XML, "A comment");
    connect();
    for (int i = 0; i <= 5; i++) {
      bind();
      pass(Duration.ofMinutes(2));
      breaks(poison);
      assertThat(outage().attempts()).as("the fault, time " + (i + 1)).isEqualTo(i);
      pass(TEN);
    }
    bind();
    pass(Duration.ofMinutes(2));
    breaks(another);
    assertThat(outage().attempts()).as("another fault").isZero();
    pass(TEN);
    bind();
    pass(Duration.ofHours(1));
    breaks(another);
    assertThat(outage().attempts()).as("an hour later").isZero();
  }

  /** Ends the session because this side found a fault in the server's data. */
  private void breaks(XmppException fault) {
    line.pipeline().fireExceptionCaught(fault);
    line.runPendingTasks();
    time.runPendingTasks();
  }

  @Test
  void counts_refusals_in_a_row() {
    AuthenticationException no =
        AuthenticationException.refused("PLAIN", "not-authorized", null, null, null);
    lostAfter(TEN);
    assertThat(outage().refusals()).isZero();
    pass(TEN);
    fail(no);
    assertThat(outage().refusals()).isEqualTo(1);
    pass(TEN);
    fail(no);
    assertThat(outage().refusals()).isEqualTo(2);
    pass(TEN);
    fail(refused());
    assertThat(outage().refusals()).isZero();
  }

  @Test
  void stays_disconnected_when_the_policy_says_never() {
    policy = ReconnectPolicy.never();
    lostAfter(TEN);
    assertThat(life.state()).isEqualTo(new Disconnected(outage().cause()));
    pass(Duration.ofDays(1));
    assertThat(attempts).hasSize(1);
    connect();
    fail(refused());
    assertThat(outage().sessionLost()).as("a new beginning").isFalse();
    assertThat(outage().attempts()).isEqualTo(1);
  }

  @Test
  void stays_disconnected_when_the_policy_fails() {
    policy =
        outage -> {
          throw new IllegalStateException("A fault in the policy");
        };
    lostAfter(TEN);
    assertThat(life.state()).isEqualTo(new Disconnected(outage().cause()));
  }

  @Test
  void bears_delays_out_of_range() {
    policy = outage -> Duration.ofSeconds(-5);
    lostAfter(TEN);
    assertThat(states).containsExactly("Connecting", "Connected", "Waiting", "Connecting");
    assertThat(attempts).as("at once").hasSize(2);
    policy = outage -> Duration.ofSeconds(Long.MAX_VALUE);
    fail(refused());
    assertThat(life.state()).isInstanceOf(Waiting.class);
  }

  @Test
  void tells_of_a_first_failure_and_goes_on_if_the_policy_says_so() {
    CompletableFuture<BoundStream> connecting = connect();
    TransportException why = refused();
    fail(why);
    assertThat(failure(connecting)).isSameAs(why);
    assertThat(outage().sessionLost()).isFalse();
    pass(TEN);
    bind();
    assertThat(states).containsExactly("Connecting", "Waiting", "Connecting", "Connected");
  }

  @Test
  void is_ended_by_close_while_it_waits() {
    lostAfter(TEN);
    line.close();
    assertThat(close()).isCompleted();
    networkChanges();
    pass(Duration.ofDays(1));
    assertThat(attempts).hasSize(1);
    assertThat(states).endsWith("Waiting", "Closing", "Closed");
  }

  @Test
  void is_ended_by_close_while_it_connects() {
    lostAfter(TEN);
    line.close();
    pass(TEN);
    assertThat(close()).isCompleted();
    assertThat(last()).isCancelled();
    pass(Duration.ofDays(1));
    assertThat(attempts).hasSize(2);
    assertThat(outages).as("a close is no outage").hasSize(1);
  }

  @Test
  void does_not_come_back_from_a_close_in_order() {
    connect();
    bind();
    close();
    line.runPendingTasks();
    lose();
    pass(Duration.ofDays(1));
    assertThat(outages).isEmpty();
    assertThat(states).containsExactly("Connecting", "Connected", "Closing", "Closed");
  }

  @Test
  @DisplayName("C08: an old channel's end, data and errors change nothing")
  void hears_nothing_of_an_old_channel() {
    lostAfter(TEN);
    EmbeddedChannel old = line;
    CompletableFuture<BoundStream> before = last();
    pass(TEN);
    bind();
    old.pipeline().fireExceptionCaught(new java.io.IOException("late"));
    old.pipeline().fireChannelInactive();
    old.pipeline().fireChannelRead(new StreamEnd());
    before.completeExceptionally(refused());
    old.runPendingTasks();
    time.runPendingTasks();
    assertThat(states).endsWith("Waiting", "Connecting", "Connected");
    assertThat(outages).hasSize(1);
    assertThat(line.isOpen()).isTrue();
  }

  @Test
  void follows_redirects_out_of_short_sessions_only_so_often() {
    connect();
    for (int i = 0; i <= 5; i++) {
      assertThat(attempts).hasSize(i + 1);
      bind();
      read(redirect());
    }
    assertThat(redirects.subList(1, 6)).doesNotContainNull();
    assertThat(attempts).hasSize(6);
    assertThat(outage().cause()).isInstanceOf(StreamException.class);
    pass(TEN);
    assertThat(redirects.get(6)).as("begins at the domain").isNull();
  }

  @Test
  void begins_at_the_domain_when_a_redirect_led_nowhere() {
    connect();
    bind();
    read(redirect());
    assertThat(redirects.get(1)).isNotNull();
    fail(refused());
    assertThat(outage().sessionLost()).isTrue();
    pass(TEN);
    assertThat(redirects.get(2)).isNull();
  }

  private static Object redirect() {
    return new StreamError(Condition.SEE_OTHER_HOST, "see-other-host", "other.test", null, null)
        .toElement();
  }
}
