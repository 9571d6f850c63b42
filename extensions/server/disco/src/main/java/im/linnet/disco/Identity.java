package im.linnet.disco;

import im.linnet.stanza.Payload;
import im.linnet.xml.Element;
import org.jspecify.annotations.Nullable;

/**
 * An identity of an entity (XEP-0030, section 3.1), such as {@code client/bot} or {@code
 * conference/text}.
 *
 * @param category the kind of entity, as in the registry of the XSF
 * @param type the type within that category
 * @param name a name for display, or null
 * @param lang the language of the name, or null if unknown
 */
public record Identity(String category, String type, @Nullable String name, @Nullable String lang)
    implements Payload {

  /**
   * An identity without a name.
   *
   * @param category the kind of entity
   * @param type the type within that category
   */
  public Identity(String category, String type) {
    this(category, type, null, null);
  }

  /**
   * Reads an identity.
   *
   * @param element the {@code <identity/>}
   * @return the identity
   * @throws IllegalArgumentException if category or type is missing
   */
  public static Identity of(Element element) {
    String category = element.attribute("category");
    String type = element.attribute("type");
    if (category == null || type == null) {
      throw new IllegalArgumentException("identity: incomplete (expected: category and type)");
    }
    return new Identity(category, type, element.attribute("name"), element.lang());
  }

  @Override
  public Element toElement() {
    return Element.builder("identity", DiscoInfo.NAMESPACE)
        .attribute("category", category)
        .attribute("type", type)
        .attribute("name", name)
        .lang(lang)
        .build();
  }
}
