package im.linnet.forwarding;

import im.linnet.delay.Delay;
import im.linnet.stanza.Message;
import im.linnet.stanza.Payload;
import im.linnet.stanza.Stanza;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A message inside another element (XEP-0297, section 3), such as a carbon or an archived message.
 *
 * <p>Anybody can write one: whether it may be believed depends on who sent the element around it
 * (section 5).
 *
 * @param message the message, with the addresses that it had
 * @param delay when it was sent, as the forwarding entity says; null if it does not
 */
public record Forwarded(Message message, @Nullable Delay delay) implements Payload {

  /** The namespace. */
  public static final String NAMESPACE = "urn:xmpp:forward:0";

  /** Reads the payload. */
  public static final Type<Forwarded> TYPE = new Type<>("forwarded", NAMESPACE, Forwarded::of);

  /**
   * Reads a forwarded message. The delay may be before or after it.
   *
   * @param element the {@code <forwarded/>}
   * @return the message
   * @throws IllegalArgumentException if it is another element, or contains no message that can be
   *     read
   */
  public static Forwarded of(Element element) {
    if (!element.is("forwarded", NAMESPACE)) {
      throw new IllegalArgumentException(
          "element: %s (expected: <forwarded xmlns='%s'/>)".formatted(element, NAMESPACE));
    }
    Element message = element.child("message", Stanza.NAMESPACE);
    if (message == null) {
      throw new IllegalArgumentException("forwarded: no message in it");
    }
    return new Forwarded(Message.of(message), Delay.TYPE.in(element));
  }

  @Override
  public Element toElement() {
    ElementBuilder element = Element.builder("forwarded", NAMESPACE);
    if (delay != null) {
      element.child(delay.toElement());
    }
    return element.child(message.element()).build();
  }
}
