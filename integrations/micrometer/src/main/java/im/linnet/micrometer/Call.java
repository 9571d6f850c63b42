package im.linnet.micrometer;

import im.linnet.observe.Result;
import im.linnet.observe.StanzaKind;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One observation of a call, and the context of its caller: the thread-locals that are registered
 * with context-propagation, the caller's observation among them.
 */
final class Call {

  private final Observation observation;
  private final ContextSnapshot caller;

  private Call(Observation observation, ContextSnapshot caller) {
    this.observation = observation;
    this.caller = caller;
  }

  /** Begins on the caller's thread. */
  static Call begin(ClientObservation kind, @Nullable StanzaKind stanza, ObservationRegistry in) {
    ContextSnapshot caller = ContextSnapshotFactory.builder().build().captureAll();
    Observation observation =
        Observation.createNotStarted(kind.getName(), in).contextualName(kind.getContextualName());
    if (stanza != null) {
      observation.lowCardinalityKeyValue(ClientKey.STANZA.withValue(ClientKey.word(stanza)));
    }
    return new Call(observation.start(), caller);
  }

  /** Makes the call; its future ends the observation, and completes in the caller's context. */
  <T> CompletableFuture<T> until(Supplier<CompletableFuture<T>> call) {
    CompletableFuture<T> future;
    try {
      future = inside(call);
    } catch (RuntimeException | Error failure) {
      end(failure);
      throw failure;
    }
    return ScopedFuture.of(future, caller, this::end);
  }

  /** Runs a part of the call on another thread, in the caller's context and this observation. */
  <A, R> Function<A, R> within(Function<? super A, ? extends R> part) {
    return argument -> {
      ContextSnapshot.Scope context = caller.setThreadLocals();
      try {
        return inside(() -> part.apply(argument));
      } finally {
        context.close();
      }
    };
  }

  /** Runs all of the call. */
  void run(Runnable call) {
    try {
      inside(
          () -> {
            call.run();
            return this;
          });
    } catch (RuntimeException | Error failure) {
      end(failure);
      throw failure;
    }
    end(null);
  }

  private <R> R inside(Supplier<? extends R> part) {
    Observation.Scope scope = observation.openScope();
    try {
      return part.get();
    } finally {
      scope.close();
    }
  }

  /** Ends the observation. Only the kind of a failure is reported: its message may name users. */
  void end(@Nullable Throwable failure) {
    Result result = Result.of(failure);
    String word = ClientKey.word(result);
    observation.lowCardinalityKeyValue(ClientKey.RESULT.withValue(word));
    if (result != Result.SUCCEEDED) {
      observation.error(new CallFailure(word));
    }
    observation.stop();
  }
}
