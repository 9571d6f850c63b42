package im.linnet.oldarchive;

import im.linnet.jid.Jid;
import im.linnet.xml.Element;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A collection of the archive (XEP-0136, section 4) without its messages: a series of messages
 * exchanged with one contact. Contact and start identify it. Immutable value.
 */
public final class Conversation {

  private final Jid with;
  private final String start;
  private final @Nullable String subject;
  private final @Nullable String thread;

  private Conversation(Jid with, String start, @Nullable String subject, @Nullable String thread) {
    DateTime.parse(start);
    this.with = with;
    this.start = start;
    this.subject = subject;
    this.thread = thread;
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

  /** {@return the contact} */
  public Jid with() {
    return with;
  }

  /**
   * {@return when it began, exactly as the archive wrote it, because the archive expects this text
   * in requests}
   */
  public String start() {
    return start;
  }

  /** {@return its subject, or null} */
  public @Nullable String subject() {
    return subject;
  }

  /** {@return the thread of its messages (XEP-0201), or null} */
  public @Nullable String thread() {
    return thread;
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

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Conversation that
        && with.equals(that.with)
        && start.equals(that.start)
        && Objects.equals(subject, that.subject)
        && Objects.equals(thread, that.thread);
  }

  @Override
  public int hashCode() {
    return Objects.hash(with, start, subject, thread);
  }

  @Override
  public String toString() {
    return "Conversation[with=%s, start=%s, subject=%s, thread=%s]"
        .formatted(with, start, subject, thread);
  }
}
