package im.linnet.fleet.internal.session;

import im.linnet.failure.RefusedException;
import im.linnet.failure.TransportException;
import im.linnet.failure.XmppException;
import im.linnet.fleet.internal.wire.FleetMessage.Outcome;
import im.linnet.fleet.internal.wire.FleetMessage.Outcome.Result;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Failures of sends, as they go from one node to another. */
public final class Outcomes {

  private static final int LONGEST = 300;

  private Outcomes() {}

  static Outcome full(String words) {
    return new Outcome(Result.FULL, words);
  }

  static Outcome notSent(String words) {
    return new Outcome(Result.NOT_SENT, words);
  }

  static Outcome refused(Throwable cause) {
    return new Outcome(Result.REFUSED, words(cause));
  }

  static Outcome of(@Nullable Throwable thrown) {
    if (thrown == null) {
      return new Outcome(Result.DONE, "");
    }
    Throwable cause = cause(thrown);
    if (cause instanceof RefusedException refused) {
      return new Outcome(refused.retryable() ? Result.FULL : Result.REFUSED, words(refused));
    }
    if (cause instanceof TransportException failed) {
      boolean notSent = failed.reason() == TransportException.Reason.NOT_SENT;
      return new Outcome(notSent ? Result.NOT_SENT : Result.UNCERTAIN, words(failed));
    }
    return new Outcome(Result.UNCERTAIN, words(cause));
  }

  static Throwable cause(Throwable thrown) {
    return thrown instanceof CompletionException && thrown.getCause() != null
        ? thrown.getCause()
        : thrown;
  }

  static String words(Throwable cause) {
    String words = cause instanceof XmppException failure ? failure.words() : String.valueOf(cause);
    return words.length() > LONGEST ? words.substring(0, LONGEST) : words;
  }

  /**
   * The failure that a result stands for.
   *
   * @param outcome the result
   * @return the failure; null for success
   */
  public static @Nullable XmppException failure(Outcome outcome) {
    return switch (outcome.result()) {
      case DONE -> null;
      case FULL -> RefusedException.full(outcome.words());
      case REFUSED -> new RefusedException(outcome.words());
      case NOT_SENT -> new TransportException(TransportException.Reason.NOT_SENT, outcome.words());
      case UNCERTAIN ->
          new TransportException(TransportException.Reason.UNCERTAIN, outcome.words());
    };
  }
}
