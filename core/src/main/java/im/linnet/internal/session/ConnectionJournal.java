package im.linnet.internal.session;

import im.linnet.connection.Backlog;
import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState;
import im.linnet.failure.Where;
import im.linnet.failure.XmppException;
import im.linnet.internal.observe.Listeners;
import im.linnet.observe.Health;
import im.linnet.observe.Result;
import im.linnet.observe.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reports attempts, sessions and states to the client's listeners, and remembers what the client's
 * {@link Health} needs. Belongs to the event loop; any thread may ask for the health.
 */
final class ConnectionJournal {

  private final Listeners listeners;
  private final LongSupplier nanoTime;
  private final InstantSource clock;
  private volatile Entry entry;

  /** When the attempt or the session began. */
  private long began;

  /** What is remembered; the failure comes with its time. */
  private record Entry(
      Status status, Instant since, @Nullable XmppException failure, Instant failedAt) {}

  ConnectionJournal(Listeners listeners, LongSupplier nanoTime, InstantSource clock) {
    this.listeners = listeners;
    this.nanoTime = nanoTime;
    this.clock = clock;
    Instant now = clock.instant();
    this.entry = new Entry(Status.DISCONNECTED, now, null, now);
  }

  /** An attempt begins. */
  void starting() {
    began = nanoTime.getAsLong();
  }

  /** It has succeeded. */
  void bound(BoundStream stream) {
    listeners.bound(stream.resumed(), lap());
  }

  /** It has failed. */
  void failed(XmppException failure) {
    Where where = failure.where();
    listeners.notBound(
        where == null ? listeners.reached() : where.phase(), Result.of(failure), lap());
    note(failure);
  }

  /** The session has ended. */
  void ended(XmppException why) {
    listeners.ended(Result.of(why), lap());
    note(why);
  }

  /** The time since the last beginning; the next one begins. */
  private long lap() {
    long now = nanoTime.getAsLong();
    long lasted = now - began;
    began = now;
    return lasted;
  }

  private void note(XmppException failure) {
    if (Result.of(failure) != Result.CANCELLED) {
      entry = new Entry(entry.status, entry.since, failure, clock.instant());
    }
  }

  /** The state has changed. */
  void entered(ConnectionState state) {
    Status status = Status.of(state);
    entry = new Entry(status, clock.instant(), entry.failure, entry.failedAt);
    listeners.entered(status);
    if (state instanceof ConnectionState.Waiting waiting) {
      Duration delay = Duration.between(clock.instant(), waiting.nextAttempt());
      listeners.reconnecting(waiting.attempts(), Math.max(0, delay.toNanos()));
    }
  }

  /** The client's health, with what others count. */
  Health health(Backlog backlog, long dropped) {
    Entry now = entry;
    Health health = Health.of(now.status, now.since, backlog, dropped);
    return now.failure == null ? health : health.withFailure(now.failure, now.failedAt);
  }
}
