package im.linnet.testkit.dns;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** How the {@link DnsServer} answers a question: by its records, or not. */
public sealed interface Answer permits Answer.Now, Answer.Delayed, Answer.Later {

  /** An answer that is given at once. */
  enum Now implements Answer {
    /** What the records say. */
    RECORDS,
    /** There is no such name. */
    NXDOMAIN,
    /** The name exists, without a record of that type. */
    NODATA,
    /** The server can't tell. */
    SERVFAIL,
    /** The server doesn't want to tell. */
    REFUSED,
    /** The server finds the question malformed. */
    FORMERR,
    /** The server doesn't support such questions. */
    NOTIMP,
    /** The server doesn't support the version of EDNS that the question has (RFC 6891). */
    BADVERS,
    /** A message that is no answer: it has a header and nothing else. */
    MALFORMED,
    /** Nothing and a hint to ask over TCP; there, what the records say. */
    TRUNCATED,
    /** No answer ever, as if the datagram was lost; a connection stays open. */
    SILENCE
  }

  /**
   * An answer that waits for an event. Other questions are answered meanwhile.
   *
   * @param event what to wait for; when it fails there is no answer
   * @param answer what is answered then
   */
  record Later(CompletionStage<?> event, Answer answer) implements Answer {}

  /**
   * An answer that is given some time after the question.
   *
   * @param delay how long after
   * @param answer what is answered then
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

  /** What the records say, when the event has happened. */
  static Answer recordsAfter(CompletionStage<?> event) {
    return new Later(event, Now.RECORDS);
  }

  /** Puts off this answer by so long after each question. */
  default Answer after(Duration delay) {
    return new Delayed(delay, this);
  }
}
