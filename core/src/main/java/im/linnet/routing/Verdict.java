package im.linnet.routing;

import im.linnet.stanza.Iq;
import im.linnet.stanza.Stanza;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/** The decision of a {@link Filter} about a stanza. Verdicts are immutable and reusable. */
public sealed interface Verdict {

  /** {@return the verdict that passes the stanza unchanged} */
  static Verdict pass() {
    return Pass.AS_IT_IS;
  }

  /**
   * Replaces the stanza by another.
   *
   * @param stanza the replacement, of the same class; the future of the original stanza now depends
   *     on it
   * @return the verdict
   */
  static Verdict replace(Stanza stanza) {
    return new Replace(stanza);
  }

  /**
   * Drops the stanza. An outgoing one fails with {@link im.linnet.failure.FilterException}; an
   * incoming one is counted and reported as {@linkplain
   * im.linnet.connection.Dropped.Reason#FILTERED dropped}, and an incoming request is also answered
   * with {@code not-acceptable}.
   *
   * @param why a few words for messages and logs, without content of the stanza
   * @return the verdict
   */
  static Verdict drop(String why) {
    return new Drop(why);
  }

  /**
   * Answers a request in place of its recipient: the server for an outgoing request, the handler
   * for an incoming one.
   *
   * @param reply a result or an error, with the id of the request
   * @return the verdict
   */
  static Verdict answer(Iq reply) {
    return new Answer(reply);
  }

  /**
   * Decides when a stage completes, without blocking a thread.
   *
   * @param verdict completes with the verdict
   * @return the verdict
   */
  static Verdict later(CompletionStage<? extends Verdict> verdict) {
    return new Later(verdict);
  }

  /**
   * Adds other stanzas ahead of this one. They pass only the filters after this one, and no future
   * depends on them.
   *
   * @param others messages and presences; when outgoing also requests, whose answers are discarded
   * @return this verdict, with the others ahead
   */
  default Verdict behind(Stanza... others) {
    return new Behind(List.of(others), this);
  }

  /** Passes the stanza. */
  enum Pass implements Verdict {
    /** Unchanged. */
    AS_IT_IS
  }

  /**
   * Passes a replacement.
   *
   * @param stanza the replacement
   */
  record Replace(Stanza stanza) implements Verdict {
    /** Rejects null. */
    public Replace {
      Objects.requireNonNull(stanza, "stanza");
    }
  }

  /**
   * Drops the stanza.
   *
   * @param why in a few words
   */
  record Drop(String why) implements Verdict {
    /** Rejects null. */
    public Drop {
      Objects.requireNonNull(why, "why");
    }
  }

  /**
   * Answers the request.
   *
   * @param reply the answer
   */
  record Answer(Iq reply) implements Verdict {
    /** Rejects null. */
    public Answer {
      Objects.requireNonNull(reply, "reply");
    }
  }

  /**
   * Decides later.
   *
   * @param verdict completes with the verdict
   */
  record Later(CompletionStage<? extends Verdict> verdict) implements Verdict {
    /** Rejects null. */
    public Later {
      Objects.requireNonNull(verdict, "verdict");
    }
  }

  /**
   * Sends others ahead.
   *
   * @param others the others, in order
   * @param then the verdict about the stanza itself
   */
  record Behind(List<Stanza> others, Verdict then) implements Verdict {
    /** Copies the others. */
    public Behind {
      others = List.copyOf(others);
      Objects.requireNonNull(then, "then");
    }
  }
}
