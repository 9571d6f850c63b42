package im.linnet.observe;

import im.linnet.connection.Backlog;
import im.linnet.failure.XmppException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a client is, for health checks and status pages. Immutable value, taken at one moment.
 * Contains no secrets and no stanzas; the failure may name the account and the endpoint. Clients
 * make them; {@link #of} is for tests.
 */
public final class Health {

  private final Status status;
  private final Instant since;
  private final @Nullable XmppException failure;
  private final @Nullable Instant failedAt;
  private final Backlog backlog;
  private final long dropped;

  private Health(
      Status status,
      Instant since,
      @Nullable XmppException failure,
      @Nullable Instant failedAt,
      Backlog backlog,
      long dropped) {
    this.status = status;
    this.since = since;
    this.failure = failure;
    this.failedAt = failedAt;
    this.backlog = backlog;
    this.dropped = dropped;
  }

  /**
   * Creates a value without a failure.
   *
   * @param status the state
   * @param since when it was entered
   * @param backlog what waits for callbacks
   * @param dropped how many stanzas were dropped
   * @return the value
   */
  public static Health of(Status status, Instant since, Backlog backlog, long dropped) {
    return new Health(status, since, null, null, backlog, dropped);
  }

  /**
   * A copy with a failure.
   *
   * @param last the failure
   * @param at when it occurred
   * @return the copy
   */
  public Health withFailure(XmppException last, Instant at) {
    return new Health(status, since, last, at, backlog, dropped);
  }

  /** {@return whether a stream is bound} */
  public boolean isUp() {
    return status == Status.CONNECTED;
  }

  /** {@return the state} */
  public Status status() {
    return status;
  }

  /** {@return when the state was entered, by the clock of this machine} */
  public Instant since() {
    return since;
  }

  /**
   * {@return why the client last failed to connect, or lost its connection; null if it never did}
   * It is kept while the client is connected again. What this program closed is no failure.
   */
  public @Nullable XmppException failure() {
    return failure;
  }

  /** {@return when that was, by the clock of this machine; null if there was no failure} */
  public @Nullable Instant failedAt() {
    return failedAt;
  }

  /** {@return what waits for callbacks, and whether reading is paused because of it} */
  public Backlog backlog() {
    return backlog;
  }

  /** {@return how many stanzas were dropped since the client was built} */
  public long dropped() {
    return dropped;
  }

  /** {@return the value in one line} */
  @Override
  public String toString() {
    return "Health[status=%s, since=%s, failure=%s, failedAt=%s, backlog=%s, dropped=%d]"
        .formatted(
            status,
            since,
            failure == null ? null : failure.getMessage(),
            failedAt,
            backlog,
            dropped);
  }
}
