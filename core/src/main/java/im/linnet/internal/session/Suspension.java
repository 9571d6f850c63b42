package im.linnet.internal.session;

import im.linnet.connection.SavedStream;
import im.linnet.failure.RefusedException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A stream that is being left, which its user has once the callbacks before are done. */
final class Suspension implements SerialExecutor.Task {

  private final Executor completions;
  private final CompletableFuture<SavedStream> outcome = new CompletableFuture<>();
  private @Nullable SavedStream saved;

  Suspension(Executor completions) {
    this.completions = completions;
  }

  CompletableFuture<SavedStream> outcome() {
    return outcome;
  }

  void refused(String why) {
    RefusedException refused =
        new RefusedException("There is no stream that could be resumed: " + why);
    completions.execute(() -> outcome.completeExceptionally(refused));
  }

  Suspension of(SavedStream stream) {
    saved = stream;
    return this;
  }

  @Override
  public void run() {
    completions.execute(() -> outcome.complete(saved));
  }

  @Override
  public void dropped() {
    run();
  }
}
