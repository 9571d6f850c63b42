package im.linnet.archive;

import im.linnet.jid.Jid;
import im.linnet.xml.Element;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the archive calls a collection (XEP-0136, section 4), without its messages: a run of
 * messages that were exchanged with one contact. It is known by contact and start.
 *
 * @param with the contact
 * @param start when it began, in the archive's own words, as it wants to hear them again
 * @param subject a name that it was given, or null
 * @param thread the thread of its messages (XEP-0201), or null
 */
public record Conversation(
    Jid with, String start, @Nullable String subject, @Nullable String thread) {

  /**
   * Checks the start.
   *
   * @throws IllegalArgumentException if it is no date and time (XEP-0082)
   */
  public Conversation {
    DateTime.parse(start);
  }

  /**
   * A conversation that is known from elsewhere.
   *
   * @param with the contact
   * @param start when it began
   * @return the conversation
   * @throws IllegalArgumentException if the start is beyond the years 1 to 9999
   */
  public static Conversation of(Jid with, Instant start) {
    return new Conversation(with, start.toString(), null, null);
  }

  /**
   * Reads a conversation.
   *
   * @param chat the {@code <chat/>}
   * @return the conversation
   * @throws IllegalArgumentException if contact or start are absent or malformed
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
