package im.linnet.references;

import im.linnet.stanza.Message;
import im.linnet.stanza.Payload;
import im.linnet.xml.Element;
import im.linnet.xml.XmlText;
import org.jspecify.annotations.Nullable;

/**
 * Says that a message must not be displayed until its reader asks for it (XEP-0382, section 3).
 *
 * @param hint what it is about, to be displayed first, at most {@value #MAX_LENGTH} characters;
 *     empty for none
 * @param language the language of the hint, or null. A message may contain one hint for each
 */
public record Spoiler(String hint, @Nullable String language) implements Payload {

  /** The namespace, and the name of the feature in service discovery. */
  public static final String NAMESPACE = "urn:xmpp:spoiler:0";

  /** Reads the payload, in the first language; {@link #of(Message)} chooses the language. */
  public static final Type<Spoiler> TYPE = new Type<>("spoiler", NAMESPACE, Spoiler::of);

  /** The longest hint, in characters. A longer one is cut. */
  public static final int MAX_LENGTH = 1024;

  /** Shortens the hint, and replaces characters that XML does not allow. */
  public Spoiler {
    hint = XmlText.allowed(XmlText.cut(hint.strip(), MAX_LENGTH));
  }

  /**
   * A spoiler.
   *
   * @param hint what it is about; empty for no hint
   */
  public Spoiler(String hint) {
    this(hint, null);
  }

  /**
   * Reads a spoiler.
   *
   * @param element the {@code <spoiler/>}
   * @return the spoiler
   * @throws IllegalArgumentException if it is another element
   */
  public static Spoiler of(Element element) {
    if (!element.is("spoiler", NAMESPACE)) {
      throw new IllegalArgumentException(
          "element: %s (expected: <spoiler xmlns='%s'/>)".formatted(element, NAMESPACE));
    }
    return new Spoiler(element.text(), element.lang());
  }

  /**
   * The spoiler of a message.
   *
   * @param message the message
   * @return the one in the reader's language, chosen as for {@link Message#body()}; null if the
   *     message is none
   */
  public static @Nullable Spoiler of(Message message) {
    Element chosen = message.languages().choose(message.element(), "spoiler", NAMESPACE);
    return chosen == null ? null : of(chosen);
  }

  @Override
  public Element toElement() {
    return Element.builder("spoiler", NAMESPACE).lang(language).text(hint).build();
  }
}
