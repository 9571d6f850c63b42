package im.linnet.stanza;

import im.linnet.xml.Element;
import im.linnet.xml.Node;
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
     * @return the first that is well-formed, or null if there is none: a stanza is not lost for one
     *     bad part
     */
    public @Nullable T in(Element parent) {
      for (Node node : parent.nodes()) {
        if (node instanceof Element element && element.is(name, namespace)) {
          try {
            return reader.apply(element);
          } catch (IllegalArgumentException malformed) {
            // As if it were not there: the next may be right.
          }
        }
      }
      return null;
    }
  }
}
