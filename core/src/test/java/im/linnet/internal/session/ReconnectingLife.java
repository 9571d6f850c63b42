package im.linnet.internal.session;

import im.linnet.connection.BoundStream;
import im.linnet.connection.KeepAlive;
import im.linnet.connection.ReconnectPolicy;
import im.linnet.connection.ReconnectPolicy.Outage;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.XmppException;
import im.linnet.internal.callbacks.Completions;
import im.linnet.internal.callbacks.SerialExecutor;
import im.linnet.internal.incoming.Router;
import im.linnet.internal.management.Management;
import im.linnet.internal.management.Records;
import im.linnet.internal.netty.StreamEnd;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A lifecycle that reconnects by itself, on a frozen clock: nothing here waits. */
abstract class ReconnectingLife {

  static final Instant NOW = Instant.parse("2024-02-29T12:00:00Z");
  static final Duration TEN = Duration.ofSeconds(10);

  final EmbeddedChannel time = new EmbeddedChannel();
  private final SerialExecutor callbacks = new SerialExecutor(Runnable::run);
  private final Router router = new Router(callbacks);
  final List<String> states = new ArrayList<>();
  final List<CompletableFuture<BoundStream>> attempts = new ArrayList<>();
  final List<@Nullable StreamException> redirects = new ArrayList<>();
  final List<Outage> outages = new ArrayList<>();
  EmbeddedChannel line = new EmbeddedChannel();
  ReconnectPolicy policy = outage -> TEN;
  final Lifecycle life =
      new Lifecycle(
          time.eventLoop(),
          router,
          new Completions(Runnable::run, callbacks, time.eventLoop()),
          KeepAlive.none(),
          Duration.ofSeconds(5),
          new Reconnector(this::asked, time.eventLoop(), InstantSource.fixed(NOW)),
          new SessionCarryOver(
              new Management(time.eventLoop(), Records.none(time.eventLoop())),
              Records.none(time.eventLoop())),
          this::attempt);

  ReconnectingLife() {
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

  CompletableFuture<BoundStream> connect() {
    CompletableFuture<BoundStream> connected = life.connect();
    time.runPendingTasks();
    return connected;
  }

  void networkChanges() {
    life.networkChanged();
    time.runPendingTasks();
  }

  CompletableFuture<Void> close() {
    CompletableFuture<Void> closed = life.close();
    time.runPendingTasks();
    return closed;
  }

  CompletableFuture<BoundStream> last() {
    return attempts.get(attempts.size() - 1);
  }

  /** What a negotiator does when it is done, on a channel of its own. */
  void bind() {
    line = new EmbeddedChannel();
    line.pipeline().addLast(life.begin(EmbeddedSession.stream()));
    last().complete(EmbeddedSession.stream());
    time.runPendingTasks();
  }

  void fail(XmppException why) {
    last().completeExceptionally(why);
    time.runPendingTasks();
  }

  void lose() {
    read(new StreamEnd());
  }

  void read(Object message) {
    line.writeInbound(message);
    line.runPendingTasks();
    time.runPendingTasks();
  }

  void pass(Duration span) {
    time.advanceTimeBy(span.toNanos(), TimeUnit.NANOSECONDS);
    time.runPendingTasks();
  }

  /** A session that is lost after this long. */
  void lostAfter(Duration span) {
    connect();
    bind();
    pass(span);
    lose();
  }

  Outage outage() {
    return outages.get(outages.size() - 1);
  }

  static TransportException refused() {
    return new TransportException(Reason.REFUSED, "Nobody listens");
  }
}
