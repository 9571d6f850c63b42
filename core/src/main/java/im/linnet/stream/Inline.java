package im.linnet.stream;

import im.linnet.xml.Element;
import org.jspecify.annotations.Nullable;

/**
 * A request sent inside an element of another step, with its answer inside the answer to that
 * element: resource binding in SASL2 (XEP-0388), or stream management, carbons and client state in
 * Bind 2 (XEP-0386). A stateless value, shared by all connections of a client.
 *
 * <p>The step that sends the carrying element collects the client's inline requests by {@link
 * Negotiation#inline}. All methods are called on the connection's event loop and must not block.
 */
public interface Inline {

  /**
   * Returns the element that can carry this request.
   *
   * @return the namespace of the carrying element, such as {@code urn:xmpp:sasl:2}
   */
  String carrier();

  /**
   * Creates the request, if it is wanted and the server offers it.
   *
   * @param offer the server's offer of inline requests, usually an {@code <inline/>}
   * @param negotiation the stream, for its facts and for requests nested in this one; must not be
   *     used to send here
   * @return the request, or null for none
   */
  @Nullable Asked ask(Element offer, Negotiation negotiation);

  /**
   * Whether an offer lists a feature by its namespace, as Bind 2 does (XEP-0386, section 3.1).
   *
   * @param offer the server's offer of inline requests
   * @param namespace the namespace of the feature
   * @return true if a {@code <feature/>} of the carrier names it
   */
  default boolean lists(Element offer, String namespace) {
    return offer.children("feature", carrier()).stream()
        .anyMatch(feature -> namespace.equals(feature.attribute("var")));
  }

  /** One request and the reader of its answer. */
  interface Asked {

    /** {@return the element to put inside the carrying element} */
    Element element();

    /**
     * Reads the answer. Called once the step that carries the request has succeeded.
     *
     * @param answer the answer to the carrying element, which may contain the answer to this
     *     request
     * @param facts the facts so far, including those of the step and of earlier requests
     * @return the facts with those that this request established
     * @throws im.linnet.failure.XmppException if the stream can't go on
     */
    Facts answered(Element answer, Facts facts);
  }
}
