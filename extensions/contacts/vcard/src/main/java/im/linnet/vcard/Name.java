package im.linnet.vcard;

import im.linnet.xml.Element;
import org.jspecify.annotations.Nullable;

/**
 * A name in its parts (XEP-0054, section 9: {@code N}). A part may hold several names, separated by
 * commas.
 *
 * @param family the family name, or null
 * @param given the given name, or null
 * @param middle further given names, or null
 * @param prefix what precedes the name, such as a title, or null
 * @param suffix what follows the name, or null
 */
public record Name(
    @Nullable String family,
    @Nullable String given,
    @Nullable String middle,
    @Nullable String prefix,
    @Nullable String suffix) {

  /**
   * A name of two parts.
   *
   * @param given the given name
   * @param family the family name
   * @return the name
   */
  public static Name of(String given, String family) {
    return new Name(family, given, null, null, null);
  }

  /**
   * Reads a name.
   *
   * @param element the {@code <N/>}
   * @return the name
   * @throws IllegalArgumentException if all its parts are empty
   */
  public static Name of(Element element) {
    Name name =
        new Name(
            Text.of(element, "FAMILY"),
            Text.of(element, "GIVEN"),
            Text.of(element, "MIDDLE"),
            Text.of(element, "PREFIX"),
            Text.of(element, "SUFFIX"));
    if (name.equals(new Name(null, null, null, null, null))) {
      throw new IllegalArgumentException("N: empty (expected: a part of a name)");
    }
    return name;
  }

  /** {@return the {@code <N/>}} */
  public Element toElement() {
    return Element.builder("N", VCard.NAMESPACE)
        .child("FAMILY", family)
        .child("GIVEN", given)
        .child("MIDDLE", middle)
        .child("PREFIX", prefix)
        .child("SUFFIX", suffix)
        .build();
  }
}
