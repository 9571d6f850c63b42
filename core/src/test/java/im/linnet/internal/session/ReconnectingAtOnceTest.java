package im.linnet.internal.session;

import static im.linnet.internal.session.EmbeddedSession.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState.Disconnected;
import im.linnet.connection.ConnectionState.Waiting;
import im.linnet.failure.RefusedException;
import im.linnet.failure.TransportException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Reconnecting before the timer, on request. */
class ReconnectingAtOnceTest extends ReconnectingLife {

  @Test
  @DisplayName("K14: whoever comes first starts the one attempt")
  void makes_one_attempt_for_connect_timer_and_hint() {
    lostAfter(TEN);
    time.advanceTimeBy(TEN.toNanos(), TimeUnit.NANOSECONDS);
    CompletableFuture<BoundStream> connecting = life.connect();
    life.networkChanged();
    time.runPendingTasks();
    assertThat(attempts).hasSize(2);
    bind();
    assertThat(connecting).isCompleted();
    pass(Duration.ofDays(1));
    assertThat(attempts).hasSize(2);
  }

  @Test
  void connects_at_once_when_it_is_told_to() {
    lostAfter(TEN);
    CompletableFuture<BoundStream> connecting = connect();
    assertThat(attempts).hasSize(2);
    pass(Duration.ofDays(1));
    assertThat(attempts).as("the timer is off").hasSize(2);
    TransportException why = refused();
    fail(why);
    assertThat(failure(connecting)).isSameAs(why);
    assertThat(life.state()).as("it goes on waiting").isInstanceOf(Waiting.class);
  }

  @Test
  void is_joined_once_by_who_connects_while_it_does() {
    lostAfter(TEN);
    pass(TEN);
    CompletableFuture<BoundStream> joined = connect();
    assertThat(failure(connect())).isInstanceOf(RefusedException.class);
    bind();
    assertThat(joined).isCompleted();
    assertThat(attempts).hasSize(2);
  }

  @Test
  void gives_up_when_who_connects_gives_up() {
    lostAfter(TEN);
    CompletableFuture<BoundStream> connecting = connect();
    connecting.cancel(false);
    time.runPendingTasks();
    assertThat(last()).isCancelled();
    assertThat(life.state()).isInstanceOf(Disconnected.class);
    assertThat(connecting).isCancelled();
    assertThatThrownBy(connecting::join).isInstanceOf(CancellationException.class);
    pass(Duration.ofDays(1));
    assertThat(attempts).hasSize(2);
  }

  @Test
  void starts_over_when_the_network_has_changed() {
    lostAfter(TEN);
    pass(TEN);
    fail(refused());
    networkChanges();
    assertThat(attempts).hasSize(3);
    fail(refused());
    assertThat(outage().attempts()).isEqualTo(1);
    assertThat(outage().networkChanged()).as("the hint is used up").isFalse();
  }

  @Test
  void remembers_a_hint_for_a_minute() {
    connect();
    bind();
    networkChanges();
    pass(Duration.ofMinutes(1));
    lose();
    assertThat(outage().networkChanged()).isTrue();
    pass(TEN);
    bind();
    networkChanges();
    pass(Duration.ofMinutes(1).plusNanos(1));
    lose();
    assertThat(outage().networkChanged()).isFalse();
  }

  @Test
  void tries_when_the_network_has_changed_although_it_had_given_up() {
    policy = outage -> null;
    lostAfter(TEN);
    assertThat(life.state()).isInstanceOf(Disconnected.class);
    networkChanges();
    assertThat(attempts).hasSize(2);
    fail(refused());
    assertThat(outage().sessionLost()).as("it goes on from where it was").isTrue();
    assertThat(outage().attempts()).isEqualTo(1);
    assertThat(life.state()).isInstanceOf(Disconnected.class);
    networkChanges();
    networkChanges();
    assertThat(attempts).as("one attempt for two hints").hasSize(3);
    bind();
    assertThat(states).endsWith("Disconnected", "Connecting", "Connected");
  }

  @Test
  void goes_on_by_its_policy_after_a_hint_had_it_try_again() {
    policy = outage -> null;
    lostAfter(TEN);
    policy = outage -> TEN;
    networkChanges();
    fail(refused());
    assertThat(life.state()).isInstanceOf(Waiting.class);
    pass(TEN);
    bind();
    assertThat(states).endsWith("Waiting", "Connecting", "Connected");
  }

  @Test
  void tries_a_first_connect_again_when_the_network_has_changed() {
    policy = outage -> null;
    TransportException why = refused();
    CompletableFuture<BoundStream> first = connect();
    fail(why);
    assertThat(failure(first)).isSameAs(why);
    networkChanges();
    assertThat(attempts).hasSize(2);
    CompletableFuture<BoundStream> joined = connect();
    bind();
    assertThat(joined).isCompleted();
  }

  @Test
  void leaves_what_the_user_cancelled_or_closed_alone() {
    connect().cancel(false);
    time.runPendingTasks();
    networkChanges();
    assertThat(attempts).as("cancelled").hasSize(1);
    policy = outage -> null;
    connect();
    fail(refused());
    close();
    networkChanges();
    assertThat(attempts).as("closed").hasSize(2);
  }

  @Test
  void does_nothing_on_a_hint_before_the_first_connect() {
    networkChanges();
    assertThat(attempts).isEmpty();
    assertThat(states).isEmpty();
  }
}
