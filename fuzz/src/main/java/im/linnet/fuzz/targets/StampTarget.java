package im.linnet.fuzz.targets;

import static java.nio.charset.StandardCharsets.UTF_8;

import im.linnet.delay.Delay;
import im.linnet.fuzz.FuzzTarget;
import im.linnet.xml.Element;
import im.linnet.xml.XmlText;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Dates of delays, with {@code java.time} as a reference for the form of XEP-0082: what is accepted
 * is the same moment. A delay that was read can be written, and is the same when read again.
 */
public final class StampTarget implements FuzzTarget {

  private static final Pattern NEW =
      Pattern.compile(
          "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?"
              + "(Z|[+-][0-9]{2}:[0-9]{2})");

  /** A target. */
  public StampTarget() {}

  @Override
  public void run(byte[] input) {
    String text = XmlText.allowed(new String(input, UTF_8));
    Delay current = read("delay", Delay.NAMESPACE, text);
    Delay legacy = read("x", Delay.LEGACY_NAMESPACE, text);
    if (NEW.matcher(text).matches()) {
      require(Objects.equals(current, legacy), "the older form reads it differently");
      compare(text, current);
    }
  }

  private static void compare(String text, @Nullable Delay ours) {
    try {
      OffsetDateTime theirs = OffsetDateTime.parse(text);
      if (ours != null) {
        require(theirs.toInstant().equals(ours.stamp()), "another moment than java.time's");
      }
    } catch (DateTimeException refused) {
      require(ours == null, "java.time refuses it");
    }
  }

  private static @Nullable Delay read(String name, String namespace, String text) {
    Element element = Element.builder(name, namespace).attribute("stamp", text).text(text).build();
    try {
      Delay delay = Delay.of(element);
      require(Delay.of(delay.toElement()).equals(delay), "another delay when written and read");
      return delay;
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
