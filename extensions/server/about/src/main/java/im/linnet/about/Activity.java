package im.linnet.about;

import im.linnet.stanza.Payload;
import im.linnet.xml.Element;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The last activity of an entity (XEP-0012).
 *
 * @param ago of an account: the time since the user went offline, or zero if the user is online; of
 *     a client: how long the user has not used it; of a server or service: how long it has been
 *     running
 * @param status the status with which the user went offline, or null
 */
public record Activity(Duration ago, @Nullable String status) implements Payload {

  /** Reads the payload. */
  public static final Type<Activity> TYPE =
      new Type<>("query", LastActivity.NAMESPACE, Activity::of);

  /**
   * Reads an answer.
   *
   * @param query the {@code <query/>}
   * @return the activity
   * @throws IllegalArgumentException if it is another element, or has no number of seconds
   */
  public static Activity of(Element query) {
    String seconds = query.attribute("seconds");
    if (!query.is("query", LastActivity.NAMESPACE) || seconds == null) {
      throw new IllegalArgumentException("seconds: absent (expected: a number)");
    }
    long number = Long.parseLong(seconds.strip());
    if (number < 0) {
      throw new IllegalArgumentException("seconds: %d (expected: >= 0)".formatted(number));
    }
    String text = query.text().strip();
    return new Activity(Duration.ofSeconds(number), text.isEmpty() ? null : text);
  }

  @Override
  public Element toElement() {
    return Element.builder("query", LastActivity.NAMESPACE)
        .attribute("seconds", Long.toString(ago.toSeconds()))
        .text(status == null ? "" : status)
        .build();
  }
}
