package im.linnet.receipts;

import im.linnet.stanza.Payload;
import im.linnet.xml.Element;

/** Asks the recipient of a message for a {@link Receipt} (XEP-0184, section 7). */
public record ReceiptRequest() implements Payload {

  /** The namespace, and the name of the feature in service discovery. */
  public static final String NAMESPACE = "urn:xmpp:receipts";

  /** Reads the payload. */
  public static final Type<ReceiptRequest> TYPE =
      new Type<>("request", NAMESPACE, ReceiptRequest::of);

  /**
   * Reads a request.
   *
   * @param element the {@code <request/>}
   * @return the request
   * @throws IllegalArgumentException if it is another element
   */
  public static ReceiptRequest of(Element element) {
    MarkedId.require(element, "request", NAMESPACE);
    return new ReceiptRequest();
  }

  @Override
  public Element toElement() {
    return Element.of("request", NAMESPACE);
  }
}
