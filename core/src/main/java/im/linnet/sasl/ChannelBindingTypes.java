package im.linnet.sasl;

import im.linnet.stream.Features;
import im.linnet.xml.Element;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The types of channel binding: those that a server lists, and those that this client has. */
final class ChannelBindingTypes {

  /** RFC 9266. */
  static final String EXPORTER = "tls-exporter";

  /** RFC 5929, section 4. */
  static final String SERVER_END_POINT = "tls-server-end-point";

  /** The types that the client may use, strongest first. */
  private static final List<String> PREFERRED = List.of(EXPORTER, SERVER_END_POINT);

  private static final String NAMESPACE = "urn:xmpp:sasl-cb:0";

  /** How many types are read, and how long one may be; far more than any server lists. */
  private static final int MAX_TYPES = 256;

  private static final int MAX_TYPE = 64;

  private ChannelBindingTypes() {}

  /**
   * The types that the server lists (XEP-0440, section 2).
   *
   * @return the types, in the server's order; null if it has no list
   */
  static @Nullable Set<String> listed(Features features) {
    Element list = features.get("sasl-channel-binding", NAMESPACE);
    if (list == null) {
      return null;
    }
    Set<String> types = new LinkedHashSet<>();
    for (Element entry : list.children()) {
      String type = entry.is("channel-binding", NAMESPACE) ? entry.attribute("type") : null;
      if (type != null && type.length() <= MAX_TYPE && types.size() < MAX_TYPES) {
        types.add(type);
      }
    }
    return Collections.unmodifiableSet(types);
  }

  /** The strongest type that the server lists and the connection has, or null. */
  static @Nullable String common(SaslChannel channel) {
    Set<String> listed = listed(channel.features());
    for (String type : PREFERRED) {
      if (listed != null && listed.contains(type) && channel.channelBinding(type) != null) {
        return type;
      }
    }
    return null;
  }

  /** Whether the connection has any type that the client may use. */
  static boolean isAnyAvailable(SaslChannel channel) {
    return PREFERRED.stream().anyMatch(type -> channel.channelBinding(type) != null);
  }
}
