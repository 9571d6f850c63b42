package im.linnet.journal;

import java.util.Objects;

/**
 * Identifies a received stanza, also if it comes again: a stanza that was handled and not
 * acknowledged when the process died has the same number in the same stream when the server sends
 * it again (XEP-0198, section 5). A program that keeps the arrivals it has handled, together with
 * what they caused, does nothing twice.
 *
 * <p>This holds for servers that send again in order, as the XEP has it. ejabberd 24.12 does not:
 * what arrives while a stream is resumed comes before, and takes the numbers. There the id of the
 * message says more.
 *
 * @param stream the stream's resumption id; confidential, as a client that can sign in as the user
 *     can resume the stream with it
 * @param number how many stanzas of the stream came before this one, and itself, modulo 2^32
 */
public record Arrival(String stream, long number) {

  /** Requires a stream. */
  public Arrival {
    Objects.requireNonNull(stream, "stream");
  }

  /** {@return the number, without the stream's id} */
  @Override
  public String toString() {
    return "stanza " + number + " of a stream";
  }
}
