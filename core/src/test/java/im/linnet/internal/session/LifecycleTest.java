package im.linnet.internal.session;

import static im.linnet.internal.session.EmbeddedSession.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState;
import im.linnet.connection.KeepAlive;
import im.linnet.connection.ReconnectPolicy;
import im.linnet.failure.RefusedException;
import im.linnet.failure.StreamError;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.internal.callbacks.Completions;
import im.linnet.internal.callbacks.SerialExecutor;
import im.linnet.internal.incoming.Router;
import im.linnet.internal.management.Management;
import im.linnet.internal.management.Records;
import im.linnet.internal.netty.StreamEnd;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LifecycleTest {

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final EventLoop loop = channel.eventLoop();
  private Executor threads = Runnable::run;
  private final SerialExecutor callbacks = new SerialExecutor(task -> threads.execute(task));
  private final Router router = new Router(callbacks);
  private final List<String> states = new ArrayList<>();
  private final List<CompletableFuture<BoundStream>> attempts = new ArrayList<>();
  private final List<@Nullable StreamException> redirects = new ArrayList<>();
  private final Lifecycle life =
      new Lifecycle(
          loop,
          router,
          new Completions(Runnable::run, callbacks, loop),
          KeepAlive.none(),
          Duration.ofSeconds(5),
          new Reconnector(ReconnectPolicy.never(), loop, InstantSource.system()),
          new SessionCarryOver(new Management(loop, Records.none(loop)), Records.none(loop)),
          this::attempt);

  LifecycleTest() {
    channel.freezeTime();
    router.states(
        state -> {
          states.add(state.getClass().getSimpleName());
          assertThat(life().state()).as("the state while it is told").isSameAs(state);
        });
  }

  private Lifecycle life() {
    return life;
  }

  private CompletableFuture<BoundStream> attempt(@Nullable StreamException redirect) {
    CompletableFuture<BoundStream> attempt = new CompletableFuture<>();
    attempts.add(attempt);
    redirects.add(redirect);
    return attempt;
  }

  private <T> T run(T future) {
    channel.runPendingTasks();
    return future;
  }

  /** What a negotiator does when it is done. */
  private void bind(CompletableFuture<BoundStream> attempt) {
    BoundStream stream = EmbeddedSession.stream();
    channel.pipeline().addLast(life.begin(stream));
    attempt.complete(stream);
    channel.runPendingTasks();
  }

  private CompletableFuture<BoundStream> connected() {
    CompletableFuture<BoundStream> connected = run(life.connect());
    bind(attempts.get(0));
    return connected;
  }

  private static TransportException refused() {
    return new TransportException(Reason.REFUSED, "Nobody listens");
  }

  @Tag("K11")
  @Test
  void goes_from_nothing_to_connected_and_back() {
    assertThat(life.state()).isEqualTo(new ConnectionState.Disconnected(null));
    assertThat(connected()).isCompleted();
    assertThat(life.state()).isEqualTo(new ConnectionState.Connected(EmbeddedSession.stream()));
    channel.writeInbound(new StreamEnd());
    channel.runPendingTasks();
    assertThat(states).containsExactly("Connecting", "Connected", "Disconnected");
    assertThatThrownBy(life::sender)
        .isInstanceOf(TransportException.class)
        .hasMessage("There is no connection: call connect() first and await it");
  }

  @Test
  void tells_the_caller_of_the_stream_after_the_subscribers() {
    List<Runnable> due = new ArrayList<>();
    threads = due::add;
    CompletableFuture<BoundStream> connected = connected();
    assertThat(life.state()).isInstanceOf(ConnectionState.Connected.class);
    assertThat(connected).isNotDone();
    assertThat(due).hasSize(1);
    due.get(0).run();
    assertThat(states).containsExactly("Connecting", "Connected");
    assertThat(connected).isCompleted();
  }

  @Test
  void tells_why_it_could_not_connect_and_may_try_again() {
    CompletableFuture<BoundStream> first = run(life.connect());
    TransportException why = refused();
    attempts.get(0).completeExceptionally(why);
    channel.runPendingTasks();
    assertThat(failure(first)).isSameAs(why);
    assertThat(life.state()).isEqualTo(new ConnectionState.Disconnected(why));
    run(life.connect());
    assertThat(states).containsExactly("Connecting", "Disconnected", "Connecting");
  }

  @Test
  void has_one_winner_of_two_connects() {
    CompletableFuture<BoundStream> first = life.connect();
    CompletableFuture<BoundStream> second = run(life.connect());
    assertThat(failure(second))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("this one is connecting");
    assertThat(attempts).hasSize(1);
    bind(attempts.get(0));
    assertThat(first).isCompleted();
    assertThat(failure(run(life.connect()))).hasMessageContaining("this one is connected");
  }

  @Test
  void gives_an_attempt_up_when_it_is_cancelled() {
    CompletableFuture<BoundStream> connecting = run(life.connect());
    connecting.cancel(false);
    channel.runPendingTasks();
    assertThat(attempts.get(0)).isCancelled();
    assertThat(states).containsExactly("Connecting", "Disconnected");
  }

  @Tag("A43")
  @Test
  void does_not_take_a_stream_that_was_bound_in_the_moment_of_giving_up() {
    run(life.connect());
    attempts.get(0).cancel(false);
    bind(new CompletableFuture<>());
    assertThat(states).containsExactly("Connecting", "Disconnected");
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void does_not_take_a_stream_after_it_was_closed() {
    run(life.connect());
    CompletableFuture<Void> closed = run(life.close());
    assertThat(closed).isCompleted();
    bind(attempts.get(0));
    assertThat(states).containsExactly("Connecting", "Closing", "Closed");
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void closes_without_ever_having_connected() {
    assertThat(run(life.close())).isCompleted();
    assertThat(run(life.close())).isCompleted();
    assertThat(states).containsExactly("Closing", "Closed");
    assertThat(failure(run(life.connect())))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("this one is closed");
    assertThatThrownBy(life::sender).hasMessage("The client is closed: use a new one");
  }

  @Test
  void closes_while_connecting() {
    CompletableFuture<BoundStream> connecting = run(life.connect());
    assertThat(run(life.close())).isCompleted();
    assertThat(((TransportException) failure(connecting)).reason()).isEqualTo(Reason.CLOSED_HERE);
    assertThat(states).containsExactly("Connecting", "Closing", "Closed");
  }

  @Test
  void closes_once_however_often_it_is_told() {
    connected();
    CompletableFuture<Void> one = life.close();
    CompletableFuture<Void> two = run(life.close());
    assertThat(List.of(one, two)).noneMatch(CompletableFuture::isDone);
    channel.writeInbound(new StreamEnd());
    channel.runPendingTasks();
    assertThat(List.of(one, two)).allMatch(CompletableFuture::isDone);
    assertThat(states).containsExactly("Connecting", "Connected", "Closing", "Closed");
  }

  @Test
  void is_not_undone_by_who_cancels_the_future_of_the_close() {
    connected();
    CompletableFuture<Void> one = run(life.close());
    one.cancel(false);
    channel.writeInbound(new StreamEnd());
    channel.runPendingTasks();
    assertThat(life.close()).isCompleted();
  }

  @Test
  void follows_a_redirect_in_session() {
    connected();
    channel.writeInbound(
        new StreamError(
                StreamError.Condition.SEE_OTHER_HOST, "see-other-host", "other.test", null, null)
            .toElement());
    channel.runPendingTasks();
    assertThat(states).containsExactly("Connecting", "Connected", "Connecting");
    StreamException redirect = redirects.get(1);
    assertThat(redirect).isNotNull();
    assertThat(redirect.error().conditionText()).isEqualTo("other.test");
    assertThat(run(life.close())).isCompleted();
    assertThat(states).endsWith("Connecting", "Closing", "Closed");
  }
}
