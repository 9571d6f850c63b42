package im.linnet.internal.session;

import static im.linnet.internal.session.EmbeddedSession.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.internal.management.Management;
import im.linnet.internal.netty.StreamEnd;
import im.linnet.stream.AuthenticationException;
import im.linnet.stream.BoundStream;
import im.linnet.stream.ConnectionState.Disconnected;
import im.linnet.stream.ConnectionState.Waiting;
import im.linnet.stream.KeepAlive;
import im.linnet.stream.ReconnectPolicy;
import im.linnet.stream.ReconnectPolicy.Outage;
import im.linnet.stream.RefusedException;
import im.linnet.stream.StreamError;
import im.linnet.stream.StreamError.Condition;
import im.linnet.stream.StreamException;
import im.linnet.stream.TransportException;
import im.linnet.stream.TransportException.Reason;
import im.linnet.stream.XmppException;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Connecting again by itself, on a frozen clock: nothing here waits. */
class ReconnectingTest {

  private static final Instant NOW = Instant.parse("2024-02-29T12:00:00Z");
  private static final Duration TEN = Duration.ofSeconds(10);

  private final EmbeddedChannel time = new EmbeddedChannel();
  private final Router router = new Router(new SerialExecutor(Runnable::run));
  private final List<String> states = new ArrayList<>();
  private final List<CompletableFuture<BoundStream>> attempts = new ArrayList<>();
  private final List<@Nullable StreamException> redirects = new ArrayList<>();
  private final List<Outage> outages = new ArrayList<>();
  private EmbeddedChannel line = new EmbeddedChannel();
  private ReconnectPolicy policy = outage -> TEN;
  private final Lifecycle life =
      new Lifecycle(
          time.eventLoop(),
          router,
          Runnable::run,
          KeepAlive.none(),
          Duration.ofSeconds(5),
          new Reconnector(this::asked, time.eventLoop(), InstantSource.fixed(NOW)),
          new Continuity(new Management(time.eventLoop())),
          this::attempt);

  ReconnectingTest() {
    time.freezeTime();
    router.states(state -> states.add(state.getClass().getSimpleName()));
  }

  private @Nullable Duration asked(Outage outage) {
    outages.add(outage);
    return policy.delay(outage);
  }

  private CompletableFuture<BoundStream> attempt(@Nullable StreamException redirect) {
    CompletableFuture<BoundStream> attempt = new CompletableFuture<>();
    attempts.add(attempt);
    redirects.add(redirect);
    return attempt;
  }

  private CompletableFuture<BoundStream> connect() {
    CompletableFuture<BoundStream> connected = life.connect();
    time.runPendingTasks();
    return connected;
  }

  private void networkChanges() {
    life.networkChanged();
    time.runPendingTasks();
  }

  private CompletableFuture<Void> close() {
    CompletableFuture<Void> closed = life.close();
    time.runPendingTasks();
    return closed;
  }

  private CompletableFuture<BoundStream> last() {
    return attempts.get(attempts.size() - 1);
  }

  /** What a negotiator does at its end, on a channel of its own. */
  private void bind() {
    line = new EmbeddedChannel();
    line.pipeline().addLast(life.begin(EmbeddedSession.stream()));
    last().complete(EmbeddedSession.stream());
    time.runPendingTasks();
  }

  private void fail(XmppException why) {
    last().completeExceptionally(why);
    time.runPendingTasks();
  }

  private void lose() {
    read(new StreamEnd());
  }

  private void read(Object message) {
    line.writeInbound(message);
    line.runPendingTasks();
    time.runPendingTasks();
  }

  private void pass(Duration span) {
    time.advanceTimeBy(span.toNanos(), TimeUnit.NANOSECONDS);
    time.runPendingTasks();
  }

  /** A session that is lost after this long. */
  private void lostAfter(Duration span) {
    connect();
    bind();
    pass(span);
    lose();
  }

  private Outage outage() {
    return outages.get(outages.size() - 1);
  }

  private static TransportException refused() {
    return new TransportException(Reason.REFUSED, "Nobody listens");
  }

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
  void does_nothing_on_a_hint_before_the_first_connect() {
    networkChanges();
    assertThat(attempts).isEmpty();
    assertThat(states).isEmpty();
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
