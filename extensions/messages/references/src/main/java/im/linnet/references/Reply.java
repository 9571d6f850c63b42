package im.linnet.references;

import im.linnet.jid.Jid;
import im.linnet.xml.Element;
import org.jspecify.annotations.Nullable;

/**
 * Marks a message as a reply to another one (XEP-0461, section 3). {@link Conversation#replyTo}
 * makes the message, with a quotation for clients that don't know replies; {@link
 * Fallback#body(im.linnet.stanza.Message, String...)} removes it.
 *
 * @param to the author of the other message, as the sender of the reply claims; null if absent or
 *     malformed
 * @param id the id of the other message
 */
public record Reply(@Nullable Jid to, String id) implements Reference {

  /** The namespace, and the name of the feature in service discovery. */
  public static final String NAMESPACE = "urn:xmpp:reply:0";

  /** Reads the payload. */
  public static final Type<Reply> TYPE = new Type<>("reply", NAMESPACE, Reply::of);

  /**
   * Checks the id.
   *
   * @throws IllegalArgumentException if it is empty or too long
   */
  public Reply {
    ReferredId.check(id);
  }

  /**
   * Reads a reply.
   *
   * @param element the {@code <reply/>}
   * @return the reply
   * @throws IllegalArgumentException if it is another element or has no valid id
   */
  public static Reply of(Element element) {
    String id = ReferredId.of(element, "reply", NAMESPACE);
    return new Reply(author(element.attribute("to")), id);
  }

  private static @Nullable Jid author(@Nullable String to) {
    try {
      return to == null ? null : Jid.received(to);
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }

  @Override
  public Kind kind() {
    return Kind.REPLY;
  }

  @Override
  public Element toElement() {
    return Element.builder("reply", NAMESPACE)
        .attribute("to", to == null ? null : to.toString())
        .attribute("id", id)
        .build();
  }
}
