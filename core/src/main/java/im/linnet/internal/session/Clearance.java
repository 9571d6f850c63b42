package im.linnet.internal.session;

import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectPermit;
import im.linnet.connection.ConnectPermit.Purpose;
import im.linnet.failure.RefusedException;
import im.linnet.internal.incoming.Router;
import im.linnet.internal.management.Ledger;
import im.linnet.internal.management.ManagedStream;
import im.linnet.internal.management.Management;
import im.linnet.internal.management.Records;
import im.linnet.internal.outgoing.Sender;
import io.netty.channel.EventLoop;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What comes before each connection attempt: if the client's stream is recorded, its subscribers
 * finish what they were given and that is recorded, as the resumption tells it to the server; then
 * the attempt is permitted. Belongs to the event loop.
 */
public final class Clearance {

  private final EventLoop loop;
  private final Router router;
  private final Management management;
  private final SessionCarryOver continuity;
  private final Records records;
  private final @Nullable ConnectPermit permit;

  /**
   * For one client.
   *
   * @param loop the client's event loop
   * @param router knows what waits for subscribers
   * @param management has the stream to resume
   * @param continuity has what waits to be sent on it
   * @param records record it
   * @param permit permits attempts; null if each is permitted
   */
  public Clearance(
      EventLoop loop,
      Router router,
      Management management,
      SessionCarryOver continuity,
      Records records,
      @Nullable ConnectPermit permit) {
    this.loop = loop;
    this.router = router;
    this.management = management;
    this.continuity = continuity;
    this.records = records;
    this.permit = permit;
  }

  /**
   * Makes an attempt once all is clear.
   *
   * @param attempt begins it
   * @return its outcome; cancelling it cancels the attempt, or that it begins
   */
  public CompletableFuture<BoundStream> connect(Supplier<CompletableFuture<BoundStream>> attempt) {
    if (!records.isKept() && permit == null) {
      return attempt.get();
    }
    Waiting waiting = new Waiting(attempt);
    waiting.handled();
    return waiting.outcome;
  }

  /** One attempt. */
  private final class Waiting {

    private final Supplier<CompletableFuture<BoundStream>> attempt;
    private final CompletableFuture<BoundStream> outcome = new CompletableFuture<>();
    private boolean clear;

    Waiting(Supplier<CompletableFuture<BoundStream>> attempt) {
      this.attempt = attempt;
    }

    /** Waits until everything received is handled and recorded, or the stream has expired. */
    void handled() {
      if (clear || outcome.isDone()) {
        return;
      }
      ManagedStream lost = management.lost();
      if (lost == null || !records.isOn()) {
        ask();
      } else if (router.unseen() == 0) {
        record(lost.ledger());
      } else {
        lost.over().thenRun(this::handled);
        router.whenSeen(this::handledLater);
        if (router.unseen() == 0) {
          handled();
        }
      }
    }

    private void handledLater() {
      onLoop(this::handled);
    }

    /** After a failure of the journal the whole stream is recorded again. */
    private void record(Ledger ledger) {
      records.whenBroken(outcome::completeExceptionally);
      if (records.isBroken()) {
        management.record(Instant.now(), 0);
        records.whenIdle(this::ask);
      } else {
        Sender sender = continuity.kept();
        if (sender == null) {
          records.handled(ledger.handled(), this::ask);
        } else {
          sender.whenRecording(() -> records.handled(ledger.handled(), this::ask));
        }
      }
    }

    private void ask() {
      if (clear || outcome.isDone()) {
        return;
      }
      clear = true;
      ConnectPermit asked = permit;
      if (asked == null) {
        begin();
        return;
      }
      try {
        asked
            .ask(management.lost() == null ? Purpose.BIND : Purpose.RESUME)
            .whenComplete((permitted, failure) -> onLoop(() -> answered(permitted, failure)));
      } catch (Throwable failure) {
        answered(false, failure);
      }
    }

    private void answered(@Nullable Boolean permitted, @Nullable Throwable failure) {
      if (outcome.isDone()) {
        return;
      }
      if (failure == null && Boolean.TRUE.equals(permitted)) {
        begin();
      } else {
        outcome.completeExceptionally(
            new RefusedException(
                failure == null
                    ? "The permit forbids to connect; see ClientBuilder.permit"
                    : "The permit to connect failed: %s; see ClientBuilder.permit"
                        .formatted(failure)));
      }
    }

    private void begin() {
      CompletableFuture<BoundStream> made = attempt.get();
      outcome.whenComplete((stream, failure) -> made.cancel(false));
      made.whenComplete(
          (stream, failure) -> {
            if (failure == null) {
              outcome.complete(stream);
            } else {
              outcome.completeExceptionally(failure);
            }
          });
    }

    private void onLoop(Runnable task) {
      if (loop.inEventLoop()) {
        task.run();
        return;
      }
      try {
        loop.execute(task);
      } catch (RejectedExecutionException shutDown) {
        outcome.completeExceptionally(
            new RefusedException("The client's resources are shut down: use a new client"));
      }
    }
  }
}
