package im.linnet.internal.outgoing;

import im.linnet.failure.RefusedException;
import im.linnet.internal.management.Weight;
import im.linnet.internal.netty.StreamEncoder;
import im.linnet.stanza.Stanza;
import im.linnet.stanza.StanzaError;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.stream.StreamLimits;
import im.linnet.xml.Element;
import org.jspecify.annotations.Nullable;

/**
 * The size of the largest stanza that the server of a connection accepts (XEP-0478). A server ends
 * the stream when it gets a larger one. Belongs to the event loop.
 *
 * @param most the size in bytes
 * @param encoder counts the bytes of a stanza; null if nothing is limited
 */
public record StanzaLimit(long most, @Nullable StreamEncoder encoder) {

  /** No limit. */
  public static final StanzaLimit NONE = new StanzaLimit(Long.MAX_VALUE, null);

  /**
   * No stanza has more bytes for each unit of its {@link Weight}: the longest escape has six, and
   * declarations of prefixes take the rest.
   */
  static final int MOST_BYTES_PER_WEIGHT = 8;

  /**
   * The limit of one connection.
   *
   * @param limits what the server announced
   * @param encoder the connection's encoder, or null if it has none
   * @return the limit
   */
  public static StanzaLimit of(StreamLimits limits, @Nullable StreamEncoder encoder) {
    Long bytes = limits.maxBytes();
    return bytes == null || encoder == null ? NONE : new StanzaLimit(bytes, encoder);
  }

  /**
   * Checks a stanza. The bytes are counted only if the weight does not show that there are few
   * enough.
   *
   * @param stanza the stanza as it is sent
   * @param weight its {@link Weight}
   * @return why it must not be sent, or null if it may
   */
  @Nullable RefusedException refusal(Element stanza, long weight) {
    if (encoder == null || weight <= most / MOST_BYTES_PER_WEIGHT) {
      return null;
    }
    long size = encoder.sizeOf(stanza);
    return size <= most
        ? null
        : new RefusedException(
            ("The stanza has %d bytes, and the server accepts at most %d (XEP-0478): nothing was"
                    + " sent; send less at once, such as a shorter text, a smaller picture, or"
                    + " several stanzas")
                .formatted(size, most));
  }

  /**
   * The answer in place of one that is too large, because every request must be answered (RFC 6120,
   * section 8.2.3).
   *
   * @param answer what is too large
   * @return the error, or null if it is not an answer
   */
  static @Nullable Element inPlaceOf(Element answer) {
    String type = answer.attribute("type");
    if (!answer.is("iq", Stanza.NAMESPACE) || !("result".equals(type) || "error".equals(type))) {
      return null;
    }
    StanzaError error =
        StanzaError.of(
            Condition.POLICY_VIOLATION, "The answer is larger than the answerer's server accepts");
    return Element.builder("iq", Stanza.NAMESPACE)
        .attribute("from", answer.attribute("from"))
        .attribute("to", answer.attribute("to"))
        .attribute("id", answer.attribute("id"))
        .attribute("type", "error")
        .child(error.toElement(Stanza.NAMESPACE))
        .build();
  }
}
