package im.linnet.forwarding;

import im.linnet.stanza.Payload;
import im.linnet.xml.Element;

/**
 * The id that the sender's client gave a message (XEP-0359, section 3.2): it survives gateways and
 * rooms that replace the {@code id} attribute. Unique only among the messages of one sender, who
 * can write what it likes.
 *
 * @param id the id, at most {@value StanzaId#MAX_LENGTH} characters
 */
public record OriginId(String id) implements Payload {

  /** Reads the payload. */
  public static final Type<OriginId> TYPE =
      new Type<>("origin-id", StanzaId.NAMESPACE, OriginId::of);

  /**
   * Checks the id.
   *
   * @throws IllegalArgumentException if it is empty or too long
   */
  public OriginId {
    check(id, "origin-id");
  }

  /**
   * Reads an id.
   *
   * @param element the {@code <origin-id/>}
   * @return the id
   * @throws IllegalArgumentException if it is another element or malformed
   */
  public static OriginId of(Element element) {
    return new OriginId(read(element, "origin-id"));
  }

  static String read(Element element, String name) {
    if (!element.is(name, StanzaId.NAMESPACE)) {
      throw new IllegalArgumentException(
          "element: %s (expected: <%s xmlns='%s'/>)".formatted(element, name, StanzaId.NAMESPACE));
    }
    String id = element.attribute("id");
    if (id == null) {
      throw new IllegalArgumentException("id: absent (expected: the id)");
    }
    return id;
  }

  static void check(String id, String name) {
    if (id.isEmpty() || id.length() > StanzaId.MAX_LENGTH) {
      throw new IllegalArgumentException(
          "%s: of %d characters (expected: 1 to %d)"
              .formatted(name, id.length(), StanzaId.MAX_LENGTH));
    }
  }

  @Override
  public Element toElement() {
    return Element.builder("origin-id", StanzaId.NAMESPACE).attribute("id", id).build();
  }
}
