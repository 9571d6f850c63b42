package im.linnet.internal.session;

import im.linnet.connection.SavedStream;
import im.linnet.failure.RefusedException;
import im.linnet.internal.callbacks.SerialExecutor;
import im.linnet.internal.incoming.Router;
import im.linnet.internal.netty.Nanos;
import im.linnet.internal.outgoing.Sender;
import im.linnet.internal.stream.Faults;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Leaves a stream: subscribers finish what they were given, what they send is written, and then the
 * connection is cut, all within a time limit. Belongs to the event loop.
 *
 * <pre>
 *   asked ──► subscribers at work ──► unsent stanzas ──► cut
 *                    └──────── limit, close() ───────────►┘
 * </pre>
 */
final class Suspension {

  private final EventLoop loop;
  private final CompletableFuture<SavedStream> outcome = new CompletableFuture<>();
  private @Nullable Sender sender;
  private @Nullable Future<?> limit;
  private @Nullable Runnable cut;
  private Stage stage = Stage.SUBSCRIBERS;

  /** What the suspension waits for. */
  private enum Stage {
    SUBSCRIBERS,
    UNSENT,
    NOTHING
  }

  Suspension(EventLoop loop) {
    this.loop = loop;
  }

  /** The saved stream, once it has been left; for any thread. */
  CompletableFuture<SavedStream> outcome() {
    return outcome;
  }

  /** There is no stream to leave; for any thread. */
  void refused(String why) {
    outcome.completeExceptionally(
        new RefusedException("There is no stream that could be resumed: " + why));
  }

  /** The stream was left and recorded; for any thread. */
  void ended(@Nullable SavedStream saved, @Nullable Throwable failure) {
    if (saved == null) {
      refused("it ended meanwhile");
    } else if (failure == null) {
      outcome.complete(saved);
    } else {
      outcome.completeExceptionally(Faults.of(failure));
    }
  }

  /** Begins; {@code last} runs once, at the latest after the limit. */
  void begin(Router router, @Nullable Sender to, Duration most, Runnable last) {
    sender = to;
    cut = last;
    limit = loop.schedule(this::finish, Nanos.of(most), TimeUnit.NANOSECONDS);
    router.afterAll(new Turn());
  }

  /** The connection is lost: nothing more is written. */
  void lost() {
    sender = null;
    if (stage == Stage.UNSENT) {
      finish();
    }
  }

  private void subscribersDone() {
    stage = Stage.UNSENT;
    Sender to = sender;
    if (to == null) {
      finish();
    } else {
      to.whenSent(this::finish);
    }
  }

  /** Runs the last task now, unless it has run. */
  void finish() {
    stage = Stage.NOTHING;
    Runnable last = cut;
    cut = null;
    if (limit != null) {
      limit.cancel(false);
    }
    if (last != null) {
      last.run();
    }
  }

  /** Runs after all queued callbacks. */
  private final class Turn implements SerialExecutor.Task {

    @Override
    public void run() {
      try {
        loop.execute(Suspension.this::subscribersDone);
      } catch (RejectedExecutionException shutDown) {
        refused("the client's threads have ended meanwhile");
      }
    }

    @Override
    public void dropped() {
      run();
    }
  }
}
