package im.linnet.vcard;

import im.linnet.xml.Element;
import org.jspecify.annotations.Nullable;

/** Reads texts from cards, where an empty element means the same as an absent one. */
final class Text {

  private Text() {}

  /** The text of the first non-empty child of a name, without surrounding whitespace; or null. */
  static @Nullable String of(Element element, String child) {
    for (Element each : element.children(child, element.namespace())) {
      String text = each.text();
      if (!text.isBlank()) {
        return text.strip();
      }
    }
    return null;
  }

  /** The same for a text without which the rest makes no sense. */
  static String required(Element element, String child) {
    String text = of(element, child);
    if (text == null) {
      throw new IllegalArgumentException(
          "%s: without %s (expected: one that is not empty)".formatted(element.name(), child));
    }
    return text;
  }
}
