package im.linnet.groupchat1;

import im.linnet.jid.Jid;
import im.linnet.stanza.Payload;
import im.linnet.xml.Element;
import im.linnet.xml.XmlText;
import org.jspecify.annotations.Nullable;

/**
 * An invitation that one user sends another (XEP-0249), as gateways used it before there was a
 * specification.
 *
 * @param room the bare address of the room
 * @param reason why, at most 1,024 characters; or null
 */
public record DirectInvitation(Jid room, @Nullable String reason) implements Payload {

  /** The namespace, and the name of the feature in service discovery. */
  public static final String NAMESPACE = "jabber:x:conference";

  /** Reads the payload. */
  public static final Type<DirectInvitation> TYPE =
      new Type<>("x", NAMESPACE, DirectInvitation::of);

  private static final int MAX_REASON = 1024;

  /** Removes the resourcepart of the room, and cuts the reason. */
  public DirectInvitation {
    room = room.bare();
    reason = reason == null || reason.isBlank() ? null : XmlText.cut(reason.strip(), MAX_REASON);
  }

  /**
   * Reads an invitation.
   *
   * @param element an {@code <x/>} of XEP-0249
   * @return the invitation
   * @throws IllegalArgumentException if it is another element, or has no valid address
   */
  public static DirectInvitation of(Element element) {
    if (!element.is("x", NAMESPACE)) {
      throw new IllegalArgumentException(
          "element: %s (expected: <x xmlns='%s'/>)".formatted(element, NAMESPACE));
    }
    String room = element.attribute("jid");
    if (room == null) {
      throw new IllegalArgumentException("jid: absent (expected: the address of a room)");
    }
    return new DirectInvitation(Jid.received(room), element.attribute("reason"));
  }

  @Override
  public Element toElement() {
    return Element.builder("x", NAMESPACE)
        .attribute("jid", room.toString())
        .attribute("reason", reason)
        .build();
  }
}
