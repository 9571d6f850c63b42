package im.linnet.stanza;

import im.linnet.xml.Element;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a stanza carries, typed: usually a record with a {@link Type} constant and this one method.
 */
public interface Payload {

  /** {@return the element that says the same on the wire} */
  Element toElement();

  /**
   * How a payload is recognised and read.
   *
   * @param name the element's local name
   * @param namespace the element's namespace name
   * @param reader reads the element; throws {@link IllegalArgumentException} if it is malformed
   * @param <T> the payload
   */
  record Type<T extends Payload>(String name, String namespace, Function<Element, T> reader) {

    /**
     * Reads the payload of this type among an element's children.
     *
     * @param parent the stanza's element, or another that carries payloads
     * @return the payload, or null if there is none or it is malformed: a stanza is not lost for
     *     one bad part
     */
    public @Nullable T in(Element parent) {
      Element element = parent.child(name, namespace);
      if (element == null) {
        return null;
      }
      try {
        return reader.apply(element);
      } catch (IllegalArgumentException malformed) {
        return null;
      }
    }
  }
}
