package im.linnet.receipts;

import im.linnet.stanza.Payload;
import im.linnet.xml.Element;

/** The id of a message inside a receipt or a marker: what both have in common. */
final class MarkedId {

  /** Longer ids are malformed: what they name would have to be remembered. */
  static final int MAX_LENGTH = 1024;

  private MarkedId() {}

  /** The id in an element of this name; throws if the element is another one, or malformed. */
  static String read(Element element, String name, String namespace) {
    require(element, name, namespace);
    String id = element.attribute("id");
    if (id == null) {
      throw new IllegalArgumentException("id: absent (expected: the id of a message)");
    }
    return id;
  }

  static void require(Element element, String name, String namespace) {
    if (!element.is(name, namespace)) {
      throw new IllegalArgumentException(
          "element: %s (expected: <%s xmlns='%s'/>)".formatted(element, name, namespace));
    }
  }

  static void check(String id) {
    if (!isUsable(id)) {
      throw new IllegalArgumentException(
          "id: of %d characters (expected: 1 to %d)".formatted(id.length(), MAX_LENGTH));
    }
  }

  static boolean isUsable(String id) {
    return !id.isEmpty() && id.length() <= MAX_LENGTH;
  }

  static Element write(Payload.Type<?> type, String id) {
    return Element.builder(type.name(), type.namespace()).attribute("id", id).build();
  }
}
