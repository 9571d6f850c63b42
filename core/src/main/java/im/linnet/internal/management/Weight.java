package im.linnet.internal.management;

import im.linnet.xml.Attribute;
import im.linnet.xml.Element;
import im.linnet.xml.Node;

/**
 * What a stanza that waits costs, in characters: close to its bytes on the wire and to half of what
 * it takes of the heap. For bounds, which need be no more exact.
 */
public final class Weight {

  private static final int MARKUP = 5;

  private Weight() {}

  /**
   * Weighs.
   *
   * @param element the stanza
   * @return its weight, in characters
   */
  public static long of(Element element) {
    long weight = 2L * element.name().length() + MARKUP + element.namespace().length();
    for (Attribute attribute : element.attributes()) {
      weight += attribute.name().length() + attribute.value().length() + MARKUP;
    }
    for (Node node : element.nodes()) {
      weight += node instanceof Element child ? of(child) : ((Node.Text) node).value().length();
    }
    return weight;
  }
}
