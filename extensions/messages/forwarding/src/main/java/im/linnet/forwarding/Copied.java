package im.linnet.forwarding;

import im.linnet.stanza.Message;
import im.linnet.stanza.Payload;
import im.linnet.xml.Element;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Marks a message that reaches {@link im.linnet.XmppClient#onMessage} as a copy of what another
 * device of the user sent or received (XEP-0280). The carbons extension adds it to the copies that
 * it delivers there, and removes it from all other messages in both directions, so it is never on
 * the wire.
 *
 * <p>An extension that acts on messages by itself leaves copies out: the other device has acted, or
 * the user's own message is no message of a contact. Without the carbons extension a stranger can
 * write the mark, so nothing may be believed because of it, nor a message to many be hidden:
 * programs ask the carbons extension.
 */
public enum Copied implements Payload {
  /** Another device sent it. */
  SENT,
  /** Another device received it. */
  RECEIVED;

  /** The namespace, which is used within this client only. */
  public static final String NAMESPACE = "urn:linnet:copied:1";

  /** Reads the payload. */
  public static final Type<Copied> TYPE = new Type<>("copied", NAMESPACE, Copied::of);

  private static final String WAY = "way";

  /**
   * Reads a mark.
   *
   * @param element the {@code <copied/>}
   * @return the mark
   * @throws IllegalArgumentException if it is another element, or malformed
   */
  public static Copied of(Element element) {
    if (element.is("copied", NAMESPACE)) {
      for (Copied copied : values()) {
        if (copied.wireName().equals(element.attribute(WAY))) {
          return copied;
        }
      }
    }
    throw new IllegalArgumentException(
        "element: %s (expected: <copied xmlns='%s' way='sent or received'/>)"
            .formatted(element, NAMESPACE));
  }

  /**
   * Finds the mark of a message.
   *
   * @param message the message
   * @return the mark, or null if the message has none
   */
  public static @Nullable Copied in(Message message) {
    return message.payload(TYPE);
  }

  private String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public Element toElement() {
    return Element.builder("copied", NAMESPACE).attribute(WAY, wireName()).build();
  }
}
