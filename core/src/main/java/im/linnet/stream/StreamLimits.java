package im.linnet.stream;

import im.linnet.xml.Element;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The limits that a server announces for what it receives on a stream (XEP-0478). The client keeps
 * them by itself: it refuses a larger stanza, and sends something before the stream counts as idle.
 * A program can use them to divide what it sends. Immutable.
 *
 * <p>The limits may be others after the sign-in than before it, so only those of a {@linkplain
 * im.linnet.connection.BoundStream#features() bound stream} count for stanzas.
 */
public final class StreamLimits {

  /** The namespace of {@code <limits/>}. */
  public static final String NAMESPACE = "urn:xmpp:stream-limits:0";

  private final @Nullable Long maxBytes;
  private final @Nullable Duration idle;

  private StreamLimits(@Nullable Long maxBytes, @Nullable Duration idle) {
    this.maxBytes = maxBytes;
    this.idle = idle;
  }

  /**
   * Reads the limits. A value is ignored if it is not a positive whole number below 2^63, or if
   * there is more than one.
   *
   * @param features the features
   * @return the limits; none of them if none are announced
   */
  public static StreamLimits of(Features features) {
    Element limits = single(features.element(), "limits");
    if (limits == null) {
      return new StreamLimits(null, null);
    }
    Long seconds = number(limits, "idle-seconds");
    return new StreamLimits(
        number(limits, "max-bytes"), seconds == null ? null : Duration.ofSeconds(seconds));
  }

  private static @Nullable Long number(Element limits, String name) {
    Element value = single(limits, name);
    String digits = value == null || !value.children().isEmpty() ? "" : value.text().strip();
    if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return null;
    }
    try {
      long number = Long.parseLong(digits);
      return number == 0 ? null : number;
    } catch (NumberFormatException tooLarge) {
      return null;
    }
  }

  /** The child of this name, or null if there is none or more than one. */
  private static @Nullable Element single(Element parent, String name) {
    List<Element> all =
        parent.children().stream().filter(child -> child.is(name, NAMESPACE)).toList();
    return all.size() == 1 ? all.get(0) : null;
  }

  /**
   * {@return the size of the largest stanza that the server accepts, in bytes as sent (XEP-0478,
   * section 3.1), or null if it announces none}
   */
  public @Nullable Long maxBytes() {
    return maxBytes;
  }

  /**
   * {@return the time without any traffic from the client after which the server may end the stream
   * (XEP-0478, section 3.1), or null if it announces none}
   */
  public @Nullable Duration idle() {
    return idle;
  }

  /** {@return both limits} */
  @Override
  public String toString() {
    return "StreamLimits[maxBytes=%s, idle=%s]".formatted(maxBytes, idle);
  }
}
