package im.linnet.caps;

import im.linnet.caps.CapsHash.Version;
import im.linnet.disco.DiscoInfo;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Verifies answers by their hash (XEP-0115, section 5.4; XEP-0390, section 4.4). */
final class Verified {

  private Verified() {}

  /**
   * What an answer says of all that announce the hash. Identities have the languages that were
   * hashed: those in the answer, or those that also the stanza and the stream give them (XEP-0390,
   * section 4.1).
   *
   * @return null if the answer is ill-formed, does not match the hash, or may be made up to match
   *     it
   */
  static @Nullable DiscoInfo of(CapsHash hash, Element query) {
    Element said = with(query, each -> each.attribute(Element.XML_NAMESPACE, "lang"));
    if (matches(hash, said)) {
      return DiscoInfo.of(said);
    }
    Element inherited = with(query, Element::lang);
    return matches(hash, inherited) ? DiscoInfo.of(inherited) : null;
  }

  private static boolean matches(CapsHash hash, Element query) {
    HashFunction function = HashFunction.find(hash.version(), hash.algorithm());
    try {
      return function != null
          && function.hash(hash.version(), query).equals(hash.value())
          && !(hash.version() == Version.V1 && Ambiguity.isIn(query));
    } catch (IllegalArgumentException illFormed) {
      return false;
    }
  }

  /** The answer without its node, and with the languages of its identities in place. */
  private static Element with(Element query, Function<Element, @Nullable String> language) {
    ElementBuilder copy = Element.builder("query", DiscoInfo.NAMESPACE);
    for (Element child : query.children()) {
      copy.child(
          child.is("identity", DiscoInfo.NAMESPACE)
              ? Element.builder("identity", DiscoInfo.NAMESPACE)
                  .attribute("category", child.attribute("category"))
                  .attribute("type", child.attribute("type"))
                  .attribute("name", child.attribute("name"))
                  .lang(language.apply(child))
                  .build()
              : child);
    }
    return copy.build();
  }
}
