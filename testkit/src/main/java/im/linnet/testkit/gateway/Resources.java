package im.linnet.testkit.gateway;

import im.linnet.testkit.xml.XmlElement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The available clients of a user. */
final class Resources {
  private final Map<String, XmlElement> presences = new LinkedHashMap<>();

  /** {@return whether the client was unavailable} */
  boolean put(String resource, XmlElement presence) {
    return presences.put(resource, presence) == null;
  }

  /** {@return whether the client was available} */
  boolean remove(String resource) {
    return presences.remove(resource) != null;
  }

  /** {@return the client with the highest priority, or null} */
  @Nullable String highest() {
    String best = null;
    int highest = Integer.MIN_VALUE;
    for (Map.Entry<String, XmlElement> each : presences.entrySet()) {
      int priority = priority(each.getValue());
      if (best == null || priority > highest) {
        best = each.getKey();
        highest = priority;
      }
    }
    return best;
  }

  /** {@return the presence of the client with the highest priority, or null} */
  @Nullable XmlElement presence() {
    String resource = highest();
    return resource == null ? null : presences.get(resource);
  }

  private static int priority(XmlElement presence) {
    String text = presence.child(Ns.CLIENT, "priority").map(XmlElement::text).orElse("0");
    try {
      return Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
