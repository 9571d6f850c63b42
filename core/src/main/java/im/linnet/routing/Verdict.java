package im.linnet.routing;

import im.linnet.stanza.Iq;
import im.linnet.stanza.Stanza;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/**
 * What a {@link Filter} has decided about a stanza. Verdicts hold no state and may be used again.
 */
public sealed interface Verdict {

  /** {@return lets the stanza go on as it is} */
  static Verdict pass() {
    return Pass.AS_IT_IS;
  }

  /**
   * Lets another stanza go on in its place.
   *
   * @param stanza the other, of the same class; what the program awaits of the first, it awaits of
   *     this
   * @return the verdict
   */
  static Verdict replace(Stanza stanza) {
    return new Replace(stanza);
  }

  /**
   * Lets the stanza go no further. What goes out fails with {@link
   * im.linnet.failure.FilterException}; what comes in is counted and told of as {@linkplain
   * im.linnet.connection.Dropped.Reason#FILTERED dropped}, and a request is answered with {@code
   * not-acceptable}.
   *
   * @param why in a few words, for messages and logs; no content of the stanza
   * @return the verdict
   */
  static Verdict drop(String why) {
    return new Drop(why);
  }

  /**
   * Answers a request in place of whom it is for: the server if it goes out, the handler if it
   * comes in.
   *
   * @param reply a result or an error with the id of the request
   * @return the verdict
   */
  static Verdict answer(Iq reply) {
    return new Answer(reply);
  }

  /**
   * Decides when a stage ends, without a thread that waits for it.
   *
   * @param verdict ends with what is decided
   * @return the verdict
   */
  static Verdict later(CompletionStage<? extends Verdict> verdict) {
    return new Later(verdict);
  }

  /**
   * Puts other stanzas on the way, ahead of this one: they pass the filters behind this filter, and
   * it does not see them. Nobody awaits anything of them.
   *
   * @param others messages and presences; outwards requests too, whose answers nobody takes
   * @return this verdict, with the others ahead
   */
  default Verdict behind(Stanza... others) {
    return new Behind(List.of(others), this);
  }

  /** Lets the stanza go on. */
  enum Pass implements Verdict {
    /** Without a change. */
    AS_IT_IS
  }

  /**
   * Lets another go on in its place.
   *
   * @param stanza the other
   */
  record Replace(Stanza stanza) implements Verdict {
    /** Refuses null. */
    public Replace {
      Objects.requireNonNull(stanza, "stanza");
    }
  }

  /**
   * Lets it go no further.
   *
   * @param why in a few words
   */
  record Drop(String why) implements Verdict {
    /** Refuses null. */
    public Drop {
      Objects.requireNonNull(why, "why");
    }
  }

  /**
   * Answers it.
   *
   * @param reply the answer
   */
  record Answer(Iq reply) implements Verdict {
    /** Refuses null. */
    public Answer {
      Objects.requireNonNull(reply, "reply");
    }
  }

  /**
   * Decides later.
   *
   * @param verdict ends with what is decided
   */
  record Later(CompletionStage<? extends Verdict> verdict) implements Verdict {
    /** Refuses null. */
    public Later {
      Objects.requireNonNull(verdict, "verdict");
    }
  }

  /**
   * Lets others go ahead.
   *
   * @param others the others, in their order
   * @param then what becomes of the stanza itself
   */
  record Behind(List<Stanza> others, Verdict then) implements Verdict {
    /** Keeps an unchangeable copy of the others. */
    public Behind {
      others = List.copyOf(others);
      Objects.requireNonNull(then, "then");
    }
  }
}
