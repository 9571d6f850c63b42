package im.linnet.archive;

import im.linnet.stanza.Stanza;
import im.linnet.xml.Element;
import im.linnet.xml.Languages;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message of a conversation (XEP-0136, section 4.6).
 *
 * @param sent whether the account sent it; false if it received it
 * @param time when it was sent, to the second, the precision of archives; if the archive does not
 *     say, the time of the message before it
 * @param body its text, chosen among several languages as by {@link
 *     im.linnet.stanza.Message#body()}, or null if it had none
 * @param name the nickname of its sender in a room, or null
 * @param element all that the archive has of it
 */
public record ArchivedMessage(
    boolean sent, Instant time, @Nullable String body, @Nullable String name, Element element) {

  /**
   * Reads a message.
   *
   * @param element the {@code <from/>} or {@code <to/>}
   * @param time when it was sent
   * @param languages chooses among several bodies
   * @return the message
   */
  static ArchivedMessage of(Element element, Instant time, Languages languages) {
    boolean sent = element.name().equals("to");
    String name = element.attribute("name");
    return new ArchivedMessage(sent, time, body(element, languages), name, element);
  }

  /**
   * The time of a message, even of one that is left out, because the next one counts from it.
   *
   * @param element the {@code <from/>} or {@code <to/>}
   * @param before the time of the message before it; for the first, the start of the conversation
   * @return its time; that of the message before if it has none or a malformed one
   */
  static Instant time(Element element, Instant before) {
    try {
      String utc = element.attribute("utc");
      if (utc != null) {
        return DateTime.parse(utc);
      }
      String seconds = element.attribute("secs");
      return seconds == null ? before : before.plusSeconds(seconds(seconds));
    } catch (IllegalArgumentException | DateTimeException malformed) {
      return before;
    }
  }

  private static @Nullable String body(Element element, Languages languages) {
    Element body = languages.choose(element, "body", element.namespace());
    Element any = body == null ? languages.choose(element, "body", Stanza.NAMESPACE) : body;
    return any == null ? null : any.text();
  }

  private static long seconds(String text) {
    int seconds = Integer.parseInt(text);
    if (seconds < 0) {
      throw new IllegalArgumentException("secs: negative (expected: >= 0)");
    }
    return seconds;
  }
}
