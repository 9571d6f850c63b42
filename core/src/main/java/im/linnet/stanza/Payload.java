package im.linnet.stanza;

import im.linnet.xml.Element;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A typed stanza payload: usually a record with a {@link Type} constant and this one method. */
public interface Payload {

  /** {@return the payload as XML} */
  Element toElement();

  /**
   * The type of a payload: how it is recognised and read.
   *
   * @param name the element's local name
   * @param namespace the element's namespace name
   * @param reader reads the element; throws {@link IllegalArgumentException} if it is malformed
   * @param <T> the payload's class
   */
  record Type<T extends Payload>(String name, String namespace, Function<Element, T> reader) {

    /**
     * Finds and reads the payload of this type among an element's children.
     *
     * @param parent the stanza's element, or another element with payloads
     * @return the first well-formed one, or null if there is none; malformed ones are skipped
     */
    public @Nullable T in(Element parent) {
      Element first = parent.child(name, namespace);
      T found = first == null ? null : read(first);
      // Mostly there is one or none, so no list is made.
      return first == null || found != null ? found : later(parent);
    }

    private @Nullable T later(Element parent) {
      for (Element element : parent.children(name, namespace)) {
        T found = read(element);
        if (found != null) {
          return found;
        }
      }
      return null;
    }

    /** Null if it is malformed: the next one may be well-formed. */
    private @Nullable T read(Element element) {
      try {
        return reader.apply(element);
      } catch (IllegalArgumentException malformed) {
        return null;
      }
    }
  }
}
