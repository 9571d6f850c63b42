package im.linnet.stanza;

import im.linnet.jid.Jid;
import im.linnet.jid.JidCache;
import im.linnet.xml.Element;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A message, a presence or an IQ (RFC 6120, section 8): an immutable view of its element, with the
 * addresses read.
 */
public abstract sealed class Stanza permits Message, Presence, Iq {

  /** The namespace of a client's stanzas. */
  public static final String NAMESPACE = "jabber:client";

  private final Element element;
  private final @Nullable Jid from;
  private final @Nullable Jid to;

  Stanza(Element element, String name, Function<String, Jid> addresses) {
    this(
        element,
        name,
        address(element.attribute("from"), addresses),
        address(element.attribute("to"), addresses));
  }

  /** With addresses that are known to be those of the element. */
  Stanza(Element element, String name, @Nullable Jid from, @Nullable Jid to) {
    if (!element.is(name, NAMESPACE)) {
      throw new IllegalArgumentException(
          "element: %s (expected: <%s xmlns='%s'/>)".formatted(element, name, NAMESPACE));
    }
    this.element = element;
    this.from = from;
    this.to = to;
  }

  /**
   * Reads a stanza.
   *
   * @param element a {@code message}, {@code presence} or {@code iq} of {@link #NAMESPACE}
   * @return the stanza, or null if the element is none
   * @throws IllegalArgumentException if it is one, with an address that {@link Jid#received}
   *     refuses or an IQ without a known type
   */
  public static @Nullable Stanza of(Element element) {
    return of(element, Jid::received);
  }

  /**
   * Reads a stanza, with addresses that were perhaps read before.
   *
   * @param element a {@code message}, {@code presence} or {@code iq} of {@link #NAMESPACE}
   * @param addresses what the session remembers
   * @return the stanza, see {@link #of(Element)}
   * @throws IllegalArgumentException if it is one, with a malformed address or an IQ without a
   *     known type
   */
  public static @Nullable Stanza of(Element element, JidCache addresses) {
    return of(element, addresses::of);
  }

  private static @Nullable Stanza of(Element element, Function<String, Jid> addresses) {
    if (!element.namespace().equals(NAMESPACE)) {
      return null;
    }
    return switch (element.name()) {
      case "message" -> new Message(element, addresses);
      case "presence" -> new Presence(element, addresses);
      case "iq" -> new Iq(element, addresses);
      default -> null;
    };
  }

  /** {@return the stanza as XML} */
  public final Element element() {
    return element;
  }

  /** {@return who sent it, or null if it does not say} */
  public final @Nullable Jid from() {
    return from;
  }

  /** {@return whom it is for, or null if it does not say} */
  public final @Nullable Jid to() {
    return to;
  }

  /** {@return its identifier, or null} */
  public final @Nullable String id() {
    return element.attribute("id");
  }

  /** {@return the language of its texts, or null if unknown (RFC 6120, section 8.1.5)} */
  public final @Nullable String lang() {
    return element.lang();
  }

  /** {@return why a stanza of type {@code error} was returned, or null for any other} */
  public final @Nullable StanzaError error() {
    return "error".equals(element.attribute("type")) ? StanzaError.of(element) : null;
  }

  /**
   * What the stanza carries of one type.
   *
   * @param type the type
   * @param <T> the payload
   * @return the payload, or null if there is none or it is malformed
   */
  public final <T extends Payload> @Nullable T payload(Payload.Type<T> type) {
    return type.in(element);
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return other instanceof Stanza that && element.equals(that.element);
  }

  @Override
  public final int hashCode() {
    return element.hashCode();
  }

  /** {@return an outline without any content, fit for logs} */
  @Override
  public final String toString() {
    return element.toString();
  }

  private static @Nullable Jid address(@Nullable String text, Function<String, Jid> addresses) {
    return text == null ? null : addresses.apply(text);
  }
}
