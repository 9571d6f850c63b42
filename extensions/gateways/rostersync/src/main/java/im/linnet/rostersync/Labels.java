package im.linnet.rostersync;

import im.linnet.nickname.Nickname;
import im.linnet.xml.Element;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The name and the groups of an item, cleaned for display as nicknames are: strangers write them,
 * and they are stored on the roster.
 */
final class Labels {

  private static final int MOST_GROUPS = 32;

  private Labels() {}

  static @Nullable String name(Element item) {
    return line(item.attribute("name"));
  }

  static Set<String> groups(Element item) {
    Set<String> groups = new LinkedHashSet<>();
    for (Element group : item.children("group", item.namespace())) {
      String name = groups.size() < MOST_GROUPS ? line(group.text()) : null;
      if (name != null) {
        groups.add(name);
      }
    }
    return groups;
  }

  private static @Nullable String line(@Nullable String text) {
    Nickname line = text == null ? null : Nickname.tidied(text);
    return line == null ? null : line.text();
  }
}
