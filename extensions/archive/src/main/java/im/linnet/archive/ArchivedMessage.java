package im.linnet.archive;

import im.linnet.xml.Element;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message of a conversation (XEP-0136, section 4.6).
 *
 * @param sent whether the account sent it; else it received it
 * @param time when; to the second, as archives count, and the time of the message before it where
 *     the archive does not say
 * @param body its text, or null if it had none
 * @param name the nickname of its sender in a room, or null
 * @param element all that is kept of it
 */
public record ArchivedMessage(
    boolean sent, Instant time, @Nullable String body, @Nullable String name, Element element) {

  private static final long MAX_SECONDS = Integer.MAX_VALUE;

  /**
   * Reads a message.
   *
   * @param element the {@code <from/>} or {@code <to/>}
   * @param before when the message before it was, or for the first when the conversation began
   * @return the message
   * @throws IllegalArgumentException if it is neither, or empty
   */
  static ArchivedMessage of(Element element, Instant before) {
    boolean sent = element.is("to", Archive.NAMESPACE);
    if (!sent && !element.is("from", Archive.NAMESPACE)) {
      throw new IllegalArgumentException("element: %s (expected: from or to)".formatted(element));
    }
    if (element.firstChild() == null) {
      throw new IllegalArgumentException("%s: empty (expected: a body)".formatted(element.name()));
    }
    return new ArchivedMessage(
        sent, time(element, before), body(element), element.attribute("name"), element);
  }

  private static @Nullable String body(Element element) {
    String body = element.childText("body");
    Element stanzaBody = element.child("body", "jabber:client");
    return body != null || stanzaBody == null ? body : stanzaBody.text();
  }

  private static Instant time(Element element, Instant before) {
    try {
      String utc = element.attribute("utc");
      if (utc != null) {
        return DateTime.parse(utc);
      }
      String seconds = element.attribute("secs");
      return seconds == null ? before : before.plusSeconds(bounded(Long.parseLong(seconds)));
    } catch (IllegalArgumentException malformed) {
      return before;
    }
  }

  /** A page of them, each as long as this, still ends within the range of an Instant. */
  private static long bounded(long seconds) {
    if (seconds < 0 || seconds > MAX_SECONDS) {
      throw new IllegalArgumentException("secs: out of range");
    }
    return seconds;
  }
}
