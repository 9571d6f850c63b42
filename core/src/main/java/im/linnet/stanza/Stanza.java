package im.linnet.stanza;

import im.linnet.jid.Jid;
import im.linnet.jid.JidCache;
import im.linnet.xml.Element;
import im.linnet.xml.Languages;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A message, a presence or an IQ (RFC 6120, section 8): an immutable view of its element, with
 * parsed addresses.
 *
 * <p>Human-readable texts may be present in several languages. Accessors without a language
 * parameter choose as {@link Languages} does: the language of {@link
 * im.linnet.ClientBuilder#language}, else that of the stream as named in the server's header (RFC
 * 6120, section 4.7.4), else that of the stanza, else the first. For a stanza that was not received
 * only the last two apply.
 */
public abstract sealed class Stanza permits Message, Presence, Iq {

  /** The namespace of a client's stanzas. */
  public static final String NAMESPACE = "jabber:client";

  private final Element element;
  private final @Nullable Jid from;
  private final @Nullable Jid to;
  private final Languages languages;

  Stanza(Element element, String name, Function<String, Jid> addresses, Languages languages) {
    this(
        element,
        name,
        address(element.attribute("from"), addresses),
        address(element.attribute("to"), addresses),
        languages);
  }

  /** Takes addresses already read from the element. */
  Stanza(Element element, String name, @Nullable Jid from, @Nullable Jid to, Languages languages) {
    if (!element.is(name, NAMESPACE)) {
      throw new IllegalArgumentException(
          "element: %s (expected: <%s xmlns='%s'/>)".formatted(element, name, NAMESPACE));
    }
    this.element = element;
    this.from = from;
    this.to = to;
    this.languages = languages;
  }

  /**
   * Reads a stanza.
   *
   * @param element a {@code message}, {@code presence} or {@code iq} of {@link #NAMESPACE}
   * @return the stanza, or null if the element is not a stanza
   * @throws IllegalArgumentException if it is a stanza with an address that {@link Jid#received}
   *     rejects, or an IQ of an unknown type
   */
  public static @Nullable Stanza of(Element element) {
    return of(element, Jid::received, Languages.ANY);
  }

  /**
   * Reads a stanza, with a cache for its addresses.
   *
   * @param element a {@code message}, {@code presence} or {@code iq} of {@link #NAMESPACE}
   * @param addresses the session's cache
   * @return the stanza, see {@link #of(Element)}
   * @throws IllegalArgumentException if it is a stanza with a malformed address, or an IQ of an
   *     unknown type
   */
  public static @Nullable Stanza of(Element element, JidCache addresses) {
    return of(element, addresses, Languages.ANY);
  }

  /**
   * Reads a stanza, as {@link #of(Element, JidCache)} does.
   *
   * @param element a {@code message}, {@code presence} or {@code iq} of {@link #NAMESPACE}
   * @param addresses the session's cache
   * @param languages chooses among texts in several languages
   * @return the stanza, see {@link #of(Element)}
   * @throws IllegalArgumentException if it is a stanza with a malformed address, or an IQ of an
   *     unknown type
   */
  public static @Nullable Stanza of(Element element, JidCache addresses, Languages languages) {
    return of(element, addresses::of, languages);
  }

  private static @Nullable Stanza of(
      Element element, Function<String, Jid> addresses, Languages languages) {
    if (!element.namespace().equals(NAMESPACE)) {
      return null;
    }
    return switch (element.name()) {
      case "message" -> new Message(element, addresses, languages);
      case "presence" -> new Presence(element, addresses, languages);
      case "iq" -> new Iq(element, addresses, languages);
      default -> null;
    };
  }

  /** {@return the stanza as XML} */
  public final Element element() {
    return element;
  }

  /** {@return the sender, or null if absent} */
  public final @Nullable Jid from() {
    return from;
  }

  /** {@return the recipient, or null if absent} */
  public final @Nullable Jid to() {
    return to;
  }

  /** {@return the id, or null} */
  public final @Nullable String id() {
    return element.attribute("id");
  }

  /** {@return the language of its texts, or null if unknown (RFC 6120, section 8.1.5)} */
  public final @Nullable String lang() {
    return element.lang();
  }

  /**
   * Returns the error of a stanza that bounced. A stanza of type {@code error} is one that this
   * client sent and that came back, perhaps with its payload (RFC 6120, section 8.3), so its
   * content is not from {@link #from()}.
   *
   * @return the error, or null for a stanza of any other type
   */
  public final @Nullable StanzaError error() {
    return error(languages);
  }

  /**
   * Returns the error of a stanza that bounced, with its text in a language.
   *
   * @param language the preferred language of {@link StanzaError#text()}, such as {@code de-CH}; if
   *     there is no such text, it is that of {@link #error()}
   * @return the error, or null for a stanza of any other type than {@code error}
   */
  public final @Nullable StanzaError error(String language) {
    return error(languages.preferring(language));
  }

  private @Nullable StanzaError error(Languages wanted) {
    return "error".equals(element.attribute("type")) ? StanzaError.of(element, wanted) : null;
  }

  /**
   * Returns the language preferences for human-readable texts, for payloads that have such texts.
   *
   * @return for a received stanza, those of the client and of the stream, in order of preference
   */
  public final Languages languages() {
    return languages;
  }

  final @Nullable String text(String child) {
    return element.childText(child, languages);
  }

  final @Nullable String text(String child, String language) {
    return element.childText(child, languages.preferring(language));
  }

  /**
   * Returns the payload of a type.
   *
   * @param type the type
   * @param <T> the payload's class
   * @return the first well-formed one, or null if there is none
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

  /** {@return an outline without content, safe for logs} */
  @Override
  public final String toString() {
    return element.toString();
  }

  private static @Nullable Jid address(@Nullable String text, Function<String, Jid> addresses) {
    return text == null ? null : addresses.apply(text);
  }
}
