package im.linnet.references;

import im.linnet.forwarding.StanzaId;
import im.linnet.xml.Element;

/** The id of another message, as the elements of all four kinds of references contain it. */
final class ReferredId {

  private ReferredId() {}

  /** Reads the id of an element that should have this name. */
  static String of(Element element, String name, String namespace) {
    if (!element.is(name, namespace)) {
      throw new IllegalArgumentException(
          "element: %s (expected: <%s xmlns='%s'/>)".formatted(element, name, namespace));
    }
    String id = element.attribute("id");
    if (id == null) {
      throw new IllegalArgumentException("id: absent (expected: the id of a message)");
    }
    return id;
  }

  /** Refuses an id that is empty or longer than any that a message can have. */
  static void check(String id) {
    if (id.isEmpty() || id.length() > StanzaId.MAX_LENGTH) {
      throw new IllegalArgumentException(
          "id: of %d characters (expected: 1 to %d)".formatted(id.length(), StanzaId.MAX_LENGTH));
    }
  }
}
