package im.linnet.internal.management;

import im.linnet.xml.Element;

/**
 * What a stanza that waits costs, in characters: close to its bytes on the wire and to half of what
 * it takes of the heap. For bounds, which need be no more exact.
 */
public final class Weight {

  private Weight() {}

  /**
   * Weighs.
   *
   * @param element the stanza
   * @return its weight, in characters
   */
  public static long of(Element element) {
    return element.weight();
  }
}
