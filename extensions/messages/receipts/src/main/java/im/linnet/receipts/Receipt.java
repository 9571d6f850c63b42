package im.linnet.receipts;

import im.linnet.stanza.Payload;
import im.linnet.xml.Element;

/**
 * Says that a client of the recipient has received a message (XEP-0184, section 7). A receipt
 * without an id, as the first version of the specification had it, is malformed.
 *
 * @param id the id of the message, 1 to 1,024 characters
 */
public record Receipt(String id) implements Payload {

  /** Reads the payload. */
  public static final Type<Receipt> TYPE =
      new Type<>("received", ReceiptRequest.NAMESPACE, Receipt::of);

  /**
   * Checks the id.
   *
   * @throws IllegalArgumentException if it is empty or too long
   */
  public Receipt {
    MarkedId.check(id);
  }

  /**
   * Reads a receipt.
   *
   * @param element the {@code <received/>}
   * @return the receipt
   * @throws IllegalArgumentException if it is another element or malformed
   */
  public static Receipt of(Element element) {
    return new Receipt(MarkedId.read(element, "received", ReceiptRequest.NAMESPACE));
  }

  @Override
  public Element toElement() {
    return MarkedId.write(TYPE, id);
  }
}
