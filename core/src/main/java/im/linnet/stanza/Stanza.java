package im.linnet.stanza;

import im.linnet.jid.Jid;
import im.linnet.jid.JidCache;
import im.linnet.xml.Element;
import im.linnet.xml.Languages;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A message, a presence or an IQ (RFC 6120, section 8): an immutable view of its element, with the
 * addresses read.
 *
 * <p>A text for people may be there in several languages. The accessors without a language choose
 * as {@link Languages} does: what {@link im.linnet.ClientBuilder#language} asks for, else the
 * language of the stream, which the server's header names (RFC 6120, section 4.7.4), else that of
 * the stanza, else the first. A stanza that was not received knows only the last two.
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

  /** With addresses that are known to be those of the element. */
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
   * @return the stanza, or null if the element is none
   * @throws IllegalArgumentException if it is one, with an address that {@link Jid#received}
   *     refuses or an IQ without a known type
   */
  public static @Nullable Stanza of(Element element) {
    return of(element, Jid::received, Languages.ANY);
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
    return of(element, addresses, Languages.ANY);
  }

  /**
   * Reads a stanza, as {@link #of(Element, JidCache)} does.
   *
   * @param element a {@code message}, {@code presence} or {@code iq} of {@link #NAMESPACE}
   * @param addresses what the session remembers
   * @param languages choose among texts in several languages
   * @return the stanza, see {@link #of(Element)}
   * @throws IllegalArgumentException if it is one, with a malformed address or an IQ without a
   *     known type
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

  /**
   * Why a stanza was returned. One of type {@code error} is the sender's own stanza that came back,
   * perhaps with all that it held (RFC 6120, section 8.3): what it says are not the words of {@link
   * #from()}.
   *
   * @return what is wrong, or null for a stanza of any other type
   */
  public final @Nullable StanzaError error() {
    return error(languages);
  }

  /**
   * Why a stanza was returned, in a language.
   *
   * @param language the language wanted for {@link StanzaError#text()}, such as {@code de-CH}; if
   *     it is not there, the text is that of {@link #error()}
   * @return what is wrong, or null for a stanza of any other type than {@code error}
   */
  public final @Nullable StanzaError error(String language) {
    return error(languages.preferring(language));
  }

  private @Nullable StanzaError error(Languages wanted) {
    return "error".equals(element.attribute("type")) ? StanzaError.of(element, wanted) : null;
  }

  /**
   * The languages in which its texts for people are read, for payloads that have such texts.
   *
   * @return of a received stanza those of the client and of the stream, the preferred one first
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
   * What the stanza carries of one type.
   *
   * @param type the type
   * @param <T> the payload
   * @return the first that is well-formed, or null if there is none
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
