package im.linnet.testkit.dns;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** How the {@link DnsServer} answers a question: from its records, or otherwise. */
public sealed interface Answer permits Answer.Now, Answer.Delayed, Answer.Later {

  /** An answer that is sent at once. */
  enum Now implements Answer {
    /** The records, if there are any. */
    RECORDS,
    /** There is no such name. */
    NXDOMAIN,
    /** The name exists, without a record of that type. */
    NODATA,
    /** The server fails to answer. */
    SERVFAIL,
    /** The server refuses to answer. */
    REFUSED,
    /** The server considers the question malformed. */
    FORMERR,
    /** The server doesn't support this kind of question. */
    NOTIMP,
    /** The server doesn't support the question's version of EDNS (RFC 6891). */
    BADVERS,
    /** A message that is not an answer: a header only. */
    MALFORMED,
    /** Over UDP, an empty answer with the flag to ask again over TCP; over TCP, the records. */
    TRUNCATED,
    /** No answer, as if the datagram was lost; a connection stays open. */
    SILENCE
  }

  /**
   * An answer that waits for an event. Other questions are answered in the meantime.
   *
   * @param event the event; if it fails there is no answer
   * @param answer the answer sent then
   */
  record Later(CompletionStage<?> event, Answer answer) implements Answer {}

  /**
   * An answer that is sent some time after the question.
   *
   * @param delay the time after the question
   * @param answer the answer sent then
   */
  record Delayed(Duration delay, Answer answer) implements Answer {

    /**
     * Checks the delay.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Delayed {
      if (delay.isNegative()) {
        throw new IllegalArgumentException("delay: %s (expected: >= 0)".formatted(delay));
      }
    }
  }

  /** Answers from the records once the event has happened. */
  static Answer recordsAfter(CompletionStage<?> event) {
    return new Later(event, Now.RECORDS);
  }

  /** Delays this answer by that time after each question. */
  default Answer after(Duration delay) {
    return new Delayed(delay, this);
  }
}
