package im.linnet.stream;

import im.linnet.xml.Element;
import im.linnet.xml.StreamHeader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The features that the server currently offers (RFC 6120, section 4.3.2).
 *
 * @param element the {@code <stream:features/>}
 */
public record Features(Element element) {

  private static final Features NONE =
      new Features(Element.of("features", StreamHeader.STREAMS_NAMESPACE));

  /** {@return an empty set of features} */
  public static Features none() {
    return NONE;
  }

  /**
   * Returns a feature.
   *
   * @param name the local name
   * @param namespace the namespace name
   * @return the feature's element, or null if it is not offered
   */
  public @Nullable Element get(String name, String namespace) {
    return element.child(name, namespace);
  }

  /**
   * Whether a feature is offered.
   *
   * @param name the local name
   * @param namespace the namespace name
   * @return true if it is offered
   */
  public boolean offers(String name, String namespace) {
    return get(name, namespace) != null;
  }

  /** {@return all features, in the server's order} */
  public List<Element> all() {
    return element.children();
  }
}
