package im.linnet.messageevents;

import im.linnet.stanza.Payload;
import im.linnet.xml.Element;
import org.jspecify.annotations.Nullable;

/**
 * The composing event in a message (XEP-0022, section 3.3): asked for, raised, or cancelled.
 * Requests for other events, and other events, are not represented.
 *
 * @param kind what the element says
 * @param id the id of the message that asked for the event, {@code ""} if that message had none;
 *     null only in a request
 */
public record MessageEvent(Kind kind, @Nullable String id) implements Payload {

  /** The namespace, and the name of the feature in service discovery. */
  public static final String NAMESPACE = "jabber:x:event";

  /** Reads the payload. */
  public static final Type<MessageEvent> TYPE = new Type<>("x", NAMESPACE, MessageEvent::of);

  private static final String COMPOSING = "composing";
  private static final String ID = "id";

  /** What the element says. */
  public enum Kind {
    /** The sender asks for the event (section 3.1). */
    REQUESTED,
    /** The sender is writing a reply (section 3.2). */
    COMPOSING,
    /** The sender is no longer writing (section 3.3). */
    CANCELLED
  }

  /**
   * Checks that there is an id, except in a request.
   *
   * @throws IllegalArgumentException if a notice lacks the id or a request has one
   */
  public MessageEvent {
    if ((kind == Kind.REQUESTED) != (id == null)) {
      throw new IllegalArgumentException(
          "id: %s (expected: an id in a notice, none in a request)"
              .formatted(id == null ? "absent" : "present"));
    }
  }

  /** {@return a request for the event, for a message with a body and an id} */
  public static MessageEvent request() {
    return new MessageEvent(Kind.REQUESTED, null);
  }

  /**
   * Reads the element.
   *
   * @param element an {@code <x/>} of XEP-0022
   * @return what it says about composing
   * @throws IllegalArgumentException if it is another element or is not about composing. An element
   *     with another event, such as {@code <delivered/>}, cancels nothing
   */
  public static MessageEvent of(Element element) {
    if (!element.is("x", NAMESPACE)) {
      throw new IllegalArgumentException(
          "element: %s (expected: <x xmlns='%s'/>)".formatted(element, NAMESPACE));
    }
    String id = element.childText(ID);
    if (element.child(COMPOSING) != null) {
      return id == null ? request() : new MessageEvent(Kind.COMPOSING, id);
    }
    if (id == null || element.children().size() > 1) {
      throw new IllegalArgumentException(
          "element: %s (expected: <composing/>, or only an <id/>)".formatted(element));
    }
    return new MessageEvent(Kind.CANCELLED, id);
  }

  @Override
  public Element toElement() {
    return Element.builder("x", NAMESPACE)
        .child(kind == Kind.CANCELLED ? null : Element.of(COMPOSING, NAMESPACE))
        .child(id == null ? null : Element.of(ID, NAMESPACE, id))
        .build();
  }
}
