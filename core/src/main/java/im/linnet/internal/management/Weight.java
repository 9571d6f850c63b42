package im.linnet.internal.management;

import im.linnet.xml.Element;

/**
 * The cost of a waiting stanza, in characters: close to its bytes on the wire and to half of its
 * size on the heap. An estimate, good enough for limits.
 */
public final class Weight {

  private Weight() {}

  /**
   * Computes the weight.
   *
   * @param element the stanza
   * @return its weight in characters
   */
  public static long of(Element element) {
    return element.weight();
  }
}
