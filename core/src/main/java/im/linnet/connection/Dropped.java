package im.linnet.connection;

import im.linnet.xml.Element;

/**
 * An element that was received and delivered to no one. {@link #toString} shows no content.
 *
 * @param stanza the element
 * @param reason why it was dropped
 */
public record Dropped(Element stanza, Reason reason) {

  /** Why an element was dropped. */
  public enum Reason {
    /**
     * An address or the type is malformed. A request is answered with {@code jid-malformed} or
     * {@code bad-request} (RFC 6120, sections 8.3.3.8 and 8.3.3.1).
     */
    MALFORMED,
    /**
     * It is addressed to another account. A request is answered with {@code service-unavailable}
     * (RFC 6120, section 8.3.3.19).
     */
    MISADDRESSED,
    /** An answer without a pending request. */
    UNASKED,
    /** A {@link im.linnet.routing.Filter} dropped it, threw, or did not decide in time. */
    FILTERED,
    /** Neither a stanza nor another known element. */
    UNKNOWN,
    /**
     * The callback executor rejected it until the client was closed. On a managed stream it is not
     * acknowledged, so the server still has it.
     */
    REFUSED
  }
}
