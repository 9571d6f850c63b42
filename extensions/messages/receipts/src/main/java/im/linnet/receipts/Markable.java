package im.linnet.receipts;

import im.linnet.stanza.Payload;
import im.linnet.xml.Element;

/** Asks the recipient of a message for a {@link DisplayedMarker} (XEP-0333, section 4.1). */
public record Markable() implements Payload {

  /** The namespace, and the name of the feature in service discovery. */
  public static final String NAMESPACE = "urn:xmpp:chat-markers:0";

  /** Reads the payload. */
  public static final Type<Markable> TYPE = new Type<>("markable", NAMESPACE, Markable::of);

  /**
   * Reads the request.
   *
   * @param element the {@code <markable/>}
   * @return the request
   * @throws IllegalArgumentException if it is another element
   */
  public static Markable of(Element element) {
    MarkedId.require(element, "markable", NAMESPACE);
    return new Markable();
  }

  @Override
  public Element toElement() {
    return Element.of("markable", NAMESPACE);
  }
}
