package im.linnet.connection;

import im.linnet.xml.Element;

/**
 * Something that was received on a stream and that nobody was given. {@link #toString} shows no
 * content.
 *
 * @param stanza what was received
 * @param reason why nobody was given it
 */
public record Dropped(Element stanza, Reason reason) {

  /** Why something received is given to nobody. */
  public enum Reason {
    /**
     * An address or the type can't be read. A request is answered with {@code jid-malformed} or
     * {@code bad-request} (RFC 6120, sections 8.3.3.8 and 8.3.3.1).
     */
    MALFORMED,
    /**
     * It is for another account. A request is answered with {@code service-unavailable} (RFC 6120,
     * section 8.3.3.19).
     */
    MISADDRESSED,
    /** An answer that no request waits for, or waits for any more. */
    UNASKED,
    /**
     * A {@link im.linnet.routing.Filter} let it go no further, threw, or did not decide in time.
     */
    FILTERED,
    /** No stanza, nor anything else that a bound stream has. */
    UNKNOWN,
    /** The executor for callbacks refused it to the end; the server still has it if it counts. */
    REFUSED
  }
}
