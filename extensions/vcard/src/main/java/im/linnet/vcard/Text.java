package im.linnet.vcard;

import im.linnet.xml.Element;
import org.jspecify.annotations.Nullable;

/** Texts as they are found in cards, where an empty element says no more than an absent one. */
final class Text {

  private Text() {}

  /** The first child of that name that is not empty, without white space around it; or null. */
  static @Nullable String of(Element element, String child) {
    for (Element each : element.children(child, element.namespace())) {
      String text = each.text();
      if (!text.isBlank()) {
        return text.strip();
      }
    }
    return null;
  }

  /** The same where the rest makes no sense without it. */
  static String required(Element element, String child) {
    String text = of(element, child);
    if (text == null) {
      throw new IllegalArgumentException(
          "%s: without %s (expected: one that is not empty)".formatted(element.name(), child));
    }
    return text;
  }
}
