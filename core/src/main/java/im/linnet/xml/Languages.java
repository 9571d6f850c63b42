package im.linnet.xml;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The languages that a reader prefers: a language priority list (RFC 4647, section 2.3). It chooses
 * among versions of one text that differ in {@code xml:lang}.
 *
 * <p>Each language is looked up as in RFC 4647, section 3.4: {@code de-CH} matches {@code de-CH},
 * else {@code de}. If that finds nothing, {@code de} also matches {@code de-AT} (section 3.3.1). If
 * no language matches, the version in the language of the parent element is chosen, else one
 * without a language, else the first.
 *
 * @param tags language tags, such as {@code de-CH}, the preferred one first; not case-sensitive
 */
public record Languages(List<String> tags) {

  /** No preference. */
  public static final Languages ANY = new Languages(List.of());

  /** Longer than any real tag (RFC 5646, section 4.4.1). A longer tag is only compared. */
  private static final int MAX_LENGTH = 64;

  /** Keeps an unchangeable copy. */
  public Languages {
    tags = List.copyOf(tags);
  }

  /**
   * The preferred languages.
   *
   * @param tags language tags, the preferred one first; null and empty tags are ignored
   * @return the list
   */
  public static Languages of(@Nullable String... tags) {
    List<String> wanted = new ArrayList<>(tags.length);
    for (String tag : tags) {
      if (tag != null && !tag.isEmpty()) {
        wanted.add(tag);
      }
    }
    return wanted.isEmpty() ? ANY : new Languages(wanted);
  }

  /**
   * This list with another language in front.
   *
   * @param tag a language tag
   * @return the longer list
   */
  public Languages preferring(String tag) {
    List<String> longer = new ArrayList<>(tags.size() + 1);
    longer.add(tag);
    longer.addAll(tags);
    return new Languages(longer);
  }

  /**
   * Chooses among the children of one name.
   *
   * @param parent the element that contains them
   * @param childName their local name
   * @param childNamespace their namespace name
   * @return the best version, or null if there is no such child
   */
  public @Nullable Element choose(Element parent, String childName, String childNamespace) {
    Element only = null;
    for (int i = 0; i < parent.size(); i++) {
      if (parent.node(i) instanceof Element child && child.is(childName, childNamespace)) {
        if (only != null) {
          return best(parent.children(childName, childNamespace), parent.lang());
        }
        only = child;
      }
    }
    return only;
  }

  /** Chooses among one or more versions; the parent element has this language. */
  Element best(List<Element> versions, @Nullable String lang) {
    for (String tag : tags) {
      Element wanted = lookUp(versions, lang, tag);
      if (wanted != null) {
        return wanted;
      }
    }
    Element usual = lang == null ? null : lookUp(versions, lang, lang);
    Element neutral = usual == null ? neutral(versions, lang) : usual;
    return neutral == null ? versions.get(0) : neutral;
  }

  private static @Nullable Element lookUp(
      List<Element> versions, @Nullable String inherited, String tag) {
    Element found = exactly(versions, inherited, tag);
    if (tag.length() > MAX_LENGTH) {
      return found;
    }
    for (String range = shorter(tag); found == null && range != null; range = shorter(range)) {
      found = exactly(versions, inherited, range);
    }
    return found == null ? within(versions, inherited, tag) : found;
  }

  /** The first version in exactly that language. */
  static @Nullable Element exactly(List<Element> versions, @Nullable String inherited, String tag) {
    for (Element version : versions) {
      if (tag.equalsIgnoreCase(lang(version, inherited))) {
        return version;
      }
    }
    return null;
  }

  /** The first version in a language that the tag is a prefix of. */
  private static @Nullable Element within(
      List<Element> versions, @Nullable String inherited, String tag) {
    for (Element version : versions) {
      String lang = lang(version, inherited);
      if (lang != null
          && lang.length() > tag.length()
          && lang.charAt(tag.length()) == '-'
          && lang.regionMatches(true, 0, tag, 0, tag.length())) {
        return version;
      }
    }
    return null;
  }

  private static @Nullable Element neutral(List<Element> versions, @Nullable String inherited) {
    for (Element version : versions) {
      if (lang(version, inherited) == null) {
        return version;
      }
    }
    return null;
  }

  /** The language of a child. A child that was built alone does not know the inherited one. */
  private static @Nullable String lang(Element child, @Nullable String inherited) {
    String own = child.attribute(Element.XML_NAMESPACE, "lang");
    return own == null ? inherited : own.isEmpty() ? null : own;
  }

  /**
   * The range without its last subtag, and without a single-character subtag before it (RFC 4647,
   * section 3.4).
   */
  private static @Nullable String shorter(String range) {
    int end = range.lastIndexOf('-');
    if (end == range.lastIndexOf('-', end - 1) + 2) {
      end -= 2;
    }
    return end <= 0 ? null : range.substring(0, end);
  }
}
