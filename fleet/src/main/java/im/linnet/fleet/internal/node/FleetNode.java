package im.linnet.fleet.internal.node;

import im.linnet.connection.Subscription;
import im.linnet.failure.RefusedException;
import im.linnet.failure.TransportException;
import im.linnet.failure.XmppException;
import im.linnet.fleet.AccountState;
import im.linnet.fleet.Fleet;
import im.linnet.fleet.FleetChange;
import im.linnet.fleet.FleetHealth;
import im.linnet.fleet.FleetMeters;
import im.linnet.fleet.internal.meters.Figures;
import im.linnet.fleet.internal.session.Outcomes;
import im.linnet.fleet.internal.wire.FleetMessage;
import im.linnet.fleet.internal.wire.Sizes;
import im.linnet.jid.Jid;
import im.linnet.stanza.Stanza;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.pattern.Patterns;

/** A node, from before it joins until it is gone. */
public final class FleetNode implements Fleet {

  private static final Duration ASK = Duration.ofSeconds(15);

  private final NodeSettings settings;
  private final Figures figures = new Figures();
  private final Changes changes;
  private final Semaphore sends;
  private volatile State state = new Idle();

  private sealed interface State {}

  private record Idle() implements State {}

  private record Running(Engine engine) implements State {}

  private record Ended() implements State {}

  /**
   * Creates a node that has not joined.
   *
   * @param settings the settings
   */
  public FleetNode(NodeSettings settings) {
    this.settings = settings;
    changes = new Changes(settings.name());
    sends = new Semaphore(settings.nodeSends());
  }

  @Override
  public synchronized CompletableFuture<Void> start() {
    if (!(state instanceof Idle)) {
      return refused("The node was started before, or has left");
    }
    Engine engine;
    try {
      engine = new Engine(settings, figures, changes);
    } catch (RuntimeException failure) {
      state = new Ended();
      return refused(
          "The node could not be set up, as its port is taken or a setting is wrong: "
              + failure.getMessage());
    }
    state = new Running(engine);
    return engine
        .joined()
        .handle(
            (up, failure) ->
                failure == null
                    ? CompletableFuture.<Void>completedFuture(null)
                    : CompletableFuture.<Void>failedFuture(
                        new TransportException(
                            TransportException.Reason.TIMED_OUT,
                            "No other node of the fleet could be joined",
                            failure)))
        .thenCompose(joined -> joined)
        .toCompletableFuture();
  }

  @Override
  public CompletableFuture<Void> send(Jid account, Stanza stanza) {
    if (Sizes.of(List.of(stanza.element())) > Sizes.LARGEST) {
      return refused("The stanza is too large to go to another node");
    }
    if (!sends.tryAcquire()) {
      figures.refused.increment();
      return CompletableFuture.failedFuture(
          RefusedException.full("This node has too many sends under way: wait for some of them"));
    }
    FleetMessage.Deliver message =
        new FleetMessage.Deliver(account.bare().toString(), stanza.element());
    CompletableFuture<Void> sent =
        ask(message, settings.sendLimit().plusSeconds(5), FleetNode::settle);
    return sent.whenComplete((done, failure) -> sends.release());
  }

  private static CompletionStage<Void> settle(Object answer) {
    XmppException failure =
        answer instanceof FleetMessage.Outcome outcome
            ? Outcomes.failure(outcome)
            : unexpected(answer);
    return failure == null
        ? CompletableFuture.completedFuture(null)
        : CompletableFuture.failedFuture(failure);
  }

  private static XmppException unexpected(Object answer) {
    return new TransportException(
        TransportException.Reason.UNCERTAIN, "A node answered with " + answer.getClass());
  }

  @Override
  public CompletableFuture<AccountState> state(Jid account) {
    return ask(
        new FleetMessage.Ask(account.bare().toString()),
        ASK,
        answer ->
            answer instanceof FleetMessage.Told told
                ? CompletableFuture.completedFuture(told.state())
                : CompletableFuture.failedFuture(unexpected(answer)));
  }

  @Override
  public CompletableFuture<Void> release(Jid account) {
    return ask(
        new FleetMessage.Release(account.bare().toString()),
        ASK,
        answer -> CompletableFuture.completedFuture(null));
  }

  private <T> CompletableFuture<T> ask(
      FleetMessage.ToAccount message, Duration limit, Function<Object, CompletionStage<T>> read) {
    if (!(state instanceof Running running)) {
      return refused("The node has not started, or has left");
    }
    CompletableFuture<T> result = new CompletableFuture<>();
    Patterns.ask(running.engine().sessions(), message, limit)
        .handle(
            (answer, failure) ->
                failure == null
                    ? read.apply(answer)
                    : CompletableFuture.<T>failedFuture(
                        new TransportException(
                            TransportException.Reason.UNCERTAIN,
                            "No node answered for the account in time")))
        .thenCompose(stage -> stage)
        .whenComplete(
            (value, failure) -> {
              if (failure == null) {
                result.complete(value);
              } else {
                result.completeExceptionally(
                    failure.getCause() instanceof XmppException cause ? cause : failure);
              }
            });
    return result;
  }

  @Override
  public Subscription onChange(Consumer<FleetChange> subscriber) {
    return changes.add(subscriber);
  }

  @Override
  public synchronized CompletableFuture<Void> leave() {
    State now = state;
    if (now instanceof Running running) {
      return running.engine().leave();
    }
    state = new Ended();
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public FleetHealth health() {
    State now = state;
    if (now instanceof Running running) {
      return running.engine().health();
    }
    return new FleetHealth(
        now instanceof Idle ? FleetHealth.Status.JOINING : FleetHealth.Status.GONE,
        List.of(),
        List.of(),
        null,
        false,
        0,
        0);
  }

  @Override
  public FleetMeters meters() {
    return figures.snapshot();
  }

  /** The engine's system, for tests that kill or cut off a node. */
  ActorSystem system() {
    if (state instanceof Running running) {
      return running.engine().system();
    }
    throw new IllegalStateException("The node does not run");
  }

  private static <T> CompletableFuture<T> refused(String words) {
    return CompletableFuture.failedFuture(new RefusedException(words));
  }
}
