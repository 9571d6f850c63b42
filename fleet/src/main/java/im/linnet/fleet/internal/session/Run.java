package im.linnet.fleet.internal.session;

import im.linnet.connection.SavedStream;
import im.linnet.fleet.session.FleetSession;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * One session while it runs.
 *
 * @param epoch its epoch
 * @param journal its records
 * @param desk asks for its attempts to connect
 * @param session the session
 * @param taken whether another one had its stream before
 */
record Run(
    long epoch, RecordingJournal journal, PermitDesk desk, FleetSession session, boolean taken) {

  /** Has the session end and leave its stream, within a limit; tells the actor. */
  void suspend(Duration limit, ActorRef self) {
    finish(session.suspend().toCompletableFuture(), limit, self);
  }

  /** Has the session end its stream, within a limit; tells the actor. */
  void close(Duration limit, ActorRef self) {
    finish(session.close().toCompletableFuture().thenApply(closed -> null), limit, self);
  }

  private static void finish(
      CompletableFuture<@Nullable SavedStream> ending, Duration limit, ActorRef self) {
    ending
        .copy()
        .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((saved, failure) -> self.tell(new SessionMessage.Over(saved), self));
  }
}
