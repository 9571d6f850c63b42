package im.linnet.oldarchive;

import im.linnet.stanza.Stanza;
import im.linnet.xml.Element;
import im.linnet.xml.Languages;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A message of a conversation (XEP-0136, section 4.6). Immutable value. */
public final class ArchivedMessage {

  private final Instant time;
  private final @Nullable String body;
  private final Element element;

  private ArchivedMessage(Element element, Instant time, @Nullable String body) {
    this.time = time;
    this.body = body;
    this.element = element;
  }

  /**
   * Reads a message.
   *
   * @param element the {@code <from/>} or {@code <to/>}
   * @param time when it was sent
   * @param languages chooses among several bodies
   * @return the message
   */
  public static ArchivedMessage of(Element element, Instant time, Languages languages) {
    return new ArchivedMessage(element, time, body(element, languages));
  }

  /** {@return whether the account sent it; false if it received it} */
  public boolean sent() {
    return element.name().equals("to");
  }

  /**
   * {@return when it was sent, to the second, the precision of archives; if the archive does not
   * say, the time of the message before it}
   */
  public Instant time() {
    return time;
  }

  /**
   * {@return its text, chosen among several languages as by {@link
   * im.linnet.stanza.Message#body()}, or null if it had none}
   */
  public @Nullable String body() {
    return body;
  }

  /** {@return the nickname of its sender in a room, or null} */
  public @Nullable String name() {
    return element.attribute("name");
  }

  /** {@return all that the archive has of it} */
  public Element element() {
    return element;
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

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ArchivedMessage that
        && time.equals(that.time)
        && Objects.equals(body, that.body)
        && element.equals(that.element);
  }

  @Override
  public int hashCode() {
    return Objects.hash(time, body, element);
  }

  /** {@return when it was sent, and an outline of the element without its texts} */
  @Override
  public String toString() {
    return "ArchivedMessage[time=%s, element=%s]".formatted(time, element);
  }
}
