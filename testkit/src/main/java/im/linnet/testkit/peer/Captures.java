package im.linnet.testkit.peer;

import im.linnet.testkit.xml.XmlText;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The client's values captured by {@code {name}} in the script. Shared by all connections. */
final class Captures {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z][A-Za-z0-9_-]*)}");

  private final Map<String, String> values = new TreeMap<>();

  /** {@return the name in a value that is a single placeholder, or null} */
  static @Nullable String name(String value) {
    Matcher whole = PLACEHOLDER.matcher(value);
    return whole.matches() ? whole.group(1) : null;
  }

  synchronized void putAll(Map<String, String> captured) {
    values.putAll(captured);
  }

  synchronized @Nullable String get(String name) {
    return values.get(name);
  }

  /** Replaces names by the captured values, escaped. */
  synchronized String fill(String text) throws Mismatch {
    Matcher places = PLACEHOLDER.matcher(text);
    StringBuilder filled = new StringBuilder();
    while (places.find()) {
      String value = values.get(places.group(1));
      if (value == null) {
        throw new Mismatch(
            "nothing was captured for {"
                + places.group(1)
                + "} (captured: "
                + values.keySet()
                + ")");
      }
      places.appendReplacement(filled, Matcher.quoteReplacement(XmlText.escape(value)));
    }
    return places.appendTail(filled).toString();
  }
}
