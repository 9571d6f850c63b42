package im.linnet.references;

import im.linnet.stanza.Payload;
import im.linnet.xml.Element;

/**
 * Says that the text of a message is to be displayed as it is (XEP-0393, section 6), such as {@code
 * > _ <}, which looks like a quotation.
 */
public record Unstyled() implements Payload {

  /** Reads the payload. */
  public static final Type<Unstyled> TYPE =
      new Type<>("unstyled", StyledText.NAMESPACE, element -> new Unstyled());

  @Override
  public Element toElement() {
    return Element.of("unstyled", StyledText.NAMESPACE);
  }
}
