package im.linnet.receipts;

import im.linnet.stanza.Payload;
import im.linnet.xml.Element;

/**
 * Says that a message and all before it in the same chat have been displayed (XEP-0333, section
 * 4.2).
 *
 * @param id the id of the message, 1 to 1,024 characters: the one of its sender or, in a room that
 *     gives ids (XEP-0359), the one of the room
 */
public record DisplayedMarker(String id) implements Payload {

  /** Reads the payload. */
  public static final Type<DisplayedMarker> TYPE =
      new Type<>("displayed", Markable.NAMESPACE, DisplayedMarker::of);

  /**
   * Checks the id.
   *
   * @throws IllegalArgumentException if it is empty or too long
   */
  public DisplayedMarker {
    MarkedId.check(id);
  }

  /**
   * Reads a marker.
   *
   * @param element the {@code <displayed/>}
   * @return the marker
   * @throws IllegalArgumentException if it is another element or malformed
   */
  public static DisplayedMarker of(Element element) {
    return new DisplayedMarker(MarkedId.read(element, "displayed", Markable.NAMESPACE));
  }

  @Override
  public Element toElement() {
    return MarkedId.write(TYPE, id);
  }
}
