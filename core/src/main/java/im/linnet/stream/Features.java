package im.linnet.stream;

import im.linnet.xml.Element;
import im.linnet.xml.StreamHeader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the server offers at this point of the stream (RFC 6120, section 4.3.2).
 *
 * @param element the {@code <stream:features/>}
 */
public record Features(Element element) {

  private static final Features NONE =
      new Features(Element.of("features", StreamHeader.STREAMS_NAMESPACE));

  /** {@return the features of a stream whose server offers none} */
  public static Features none() {
    return NONE;
  }

  /**
   * A feature by its element.
   *
   * @param name the local name
   * @param namespace the namespace name
   * @return the feature's element, or null if it is not offered
   */
  public @Nullable Element get(String name, String namespace) {
    return element.child(name, namespace);
  }

  /**
   * Tells whether a feature is offered.
   *
   * @param name the local name
   * @param namespace the namespace name
   * @return whether it is
   */
  public boolean offers(String name, String namespace) {
    return get(name, namespace) != null;
  }

  /** {@return all features, in the server's order} */
  public List<Element> all() {
    return element.children();
  }
}
