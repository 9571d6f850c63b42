package im.linnet.archive;

import im.linnet.jid.Jid;
import im.linnet.xml.Element;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A collection of the archive (XEP-0136, section 4) without its messages: a series of messages
 * exchanged with one contact. Contact and start identify it.
 *
 * @param with the contact
 * @param start when it began, exactly as the archive wrote it, because the archive expects this
 *     text in requests
 * @param subject its subject, or null
 * @param thread the thread of its messages (XEP-0201), or null
 */
public record Conversation(
    Jid with, String start, @Nullable String subject, @Nullable String thread) {

  /**
   * Creates a conversation.
   *
   * @throws IllegalArgumentException if the start is no date and time (XEP-0082)
   */
  public Conversation {
    DateTime.parse(start);
  }

  /**
   * A conversation whose contact and start are known from elsewhere.
   *
   * @param with the contact
   * @param start when it began
   * @return the conversation
   * @throws IllegalArgumentException if the start is not in the years 1 to 9999
   */
  public static Conversation of(Jid with, Instant start) {
    return new Conversation(with, start.toString(), null, null);
  }

  /**
   * Reads a conversation.
   *
   * @param chat the {@code <chat/>}
   * @return the conversation
   * @throws IllegalArgumentException if contact or start is absent or malformed
   */
  public static Conversation of(Element chat) {
    return new Conversation(
        Jid.received(required(chat, "with")),
        required(chat, "start"),
        chat.attribute("subject"),
        chat.attribute("thread"));
  }

  /** {@return when it began} */
  public Instant startedAt() {
    return DateTime.parse(start);
  }

  private static String required(Element chat, String attribute) {
    String value = chat.attribute(attribute);
    if (value == null) {
      throw new IllegalArgumentException(
          "chat: without %s (expected: one, XEP-0136, section 4)".formatted(attribute));
    }
    return value;
  }
}
