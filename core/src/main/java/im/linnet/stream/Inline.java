package im.linnet.stream;

import im.linnet.xml.Element;
import org.jspecify.annotations.Nullable;

/**
 * A request that travels inside an element of another step, and whose answer comes inside that
 * one's: resource binding inside of SASL2 (XEP-0388), stream management, carbons and client state
 * inside of Bind 2 (XEP-0386). A stateless value, shared by all connections of a client.
 *
 * <p>The step that sends the carrying element asks all inline requests of the client in turn, by
 * {@link Negotiation#inline}. All methods are called on the connection's event loop and must not
 * block.
 */
public interface Inline {

  /**
   * Where it belongs.
   *
   * @return the namespace of the element that carries it, such as {@code urn:xmpp:sasl:2}
   */
  String carrier();

  /**
   * Asks for something, if the server offers it there and it is wanted.
   *
   * @param offer the server's offer of what may be inside, usually an {@code <inline/>}
   * @param negotiation the stream, for what is known of it and for requests inside of this one;
   *     nothing must be sent by it here
   * @return what to ask, or null for nothing
   */
  @Nullable Asked ask(Element offer, Negotiation negotiation);

  /** What was asked once, and how its answer is read. */
  interface Asked {

    /** {@return what stands inside the carrying element} */
    Element element();

    /**
     * Reads the answer. Called once the step that carries the request has succeeded.
     *
     * @param answer the answer to the carrying element, which may hold one to this request
     * @param facts what is established; also what the step and requests before this one did
     * @return the same with what this request established
     * @throws im.linnet.failure.XmppException if the stream can't go on
     */
    Facts answered(Element answer, Facts facts);
  }
}
