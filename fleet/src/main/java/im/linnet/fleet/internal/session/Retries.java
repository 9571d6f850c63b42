package im.linnet.fleet.internal.session;

import im.linnet.failure.JournalException;
import im.linnet.failure.XmppException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** When a session that does not connect by itself tries again. */
final class Retries {

  private static final long FIRST_MILLIS = 500;
  private static final int DOUBLED = 16;

  private final Duration most;
  private int failures;

  Retries(Duration most) {
    this.most = most;
  }

  /** A journal's failure passes: its records wait for the next node, or for another one. */
  static boolean isHopeless(Throwable cause) {
    return cause instanceof XmppException failure
        && !failure.retryable()
        && !(failure instanceof JournalException);
  }

  Duration next() {
    long step = Math.min(most.toMillis(), FIRST_MILLIS << Math.min(failures, DOUBLED));
    failures++;
    return Duration.ofMillis(step + ThreadLocalRandom.current().nextLong(step + 1));
  }

  void succeeded() {
    failures = 0;
  }
}
