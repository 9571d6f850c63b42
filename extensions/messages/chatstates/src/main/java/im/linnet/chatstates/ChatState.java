package im.linnet.chatstates;

import im.linnet.stanza.Message;
import im.linnet.stanza.Payload;
import im.linnet.xml.Element;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A participant's involvement in a chat (XEP-0085, section 2). */
public enum ChatState implements Payload {
  /** Participates. */
  ACTIVE,
  /** Is writing a message. */
  COMPOSING,
  /** Was writing, and has stopped. */
  PAUSED,
  /** Has not used the chat for a while, about two minutes. */
  INACTIVE,
  /** Has left the chat. */
  GONE;

  /** The namespace, and the name of the feature in service discovery. */
  public static final String NAMESPACE = "http://jabber.org/protocol/chatstates";

  /**
   * Reads a chat state.
   *
   * @param element its element
   * @return the state
   * @throws IllegalArgumentException if the element is not one of the five
   */
  public static ChatState of(Element element) {
    for (ChatState state : values()) {
      if (element.is(state.wireName(), NAMESPACE)) {
        return state;
      }
    }
    throw new IllegalArgumentException("element: %s (expected: a chat state)".formatted(element));
  }

  /**
   * The chat state in a message.
   *
   * @param message the message
   * @return the state; null if there is none or an unknown one, if there are several (section 5.6),
   *     and for a message that came back with an error
   */
  public static @Nullable ChatState of(Message message) {
    Element found = null;
    for (Element child : message.element().children()) {
      if (child.namespace().equals(NAMESPACE)) {
        if (found != null) {
          return null;
        }
        found = child;
      }
    }
    try {
      return found == null || message.type() == Message.Type.ERROR ? null : of(found);
    } catch (IllegalArgumentException unknown) {
      return null;
    }
  }

  @Override
  public Element toElement() {
    return Element.of(wireName(), NAMESPACE);
  }

  private String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
