package im.linnet.samples.snippets;

import im.linnet.testkit.xml.XmlElement;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.xml.namespace.QName;

/** What a snippet stores on the server, in nodes and in private storage. */
final class StoredData {

  private static final String PUBSUB = "http://jabber.org/protocol/pubsub";
  private static final String PRIVATE = "jabber:iq:private";

  private final Map<String, Map<String, String>> nodes = new HashMap<>();
  private final Map<QName, XmlElement> pieces = new HashMap<>();

  Map<String, Function<Question, String>> contents() {
    return Map.of(PUBSUB, this::inNodes, PRIVATE, this::inPrivate);
  }

  private String inNodes(Question question) {
    XmlElement action = question.payload().children().get(0);
    String node = Objects.requireNonNullElse(action.attribute("node"), "");
    Map<String, String> items = nodes.computeIfAbsent(node, name -> new LinkedHashMap<>());
    return switch (action.localName()) {
      case "publish" -> {
        action.children().forEach(item -> items.put(id(item), item.toXml(PUBSUB)));
        yield "";
      }
      case "items" -> {
        List<String> wanted = action.children().stream().map(StoredData::id).toList();
        yield "<pubsub xmlns='%s'><items node='%s'>%s</items></pubsub>"
            .formatted(PUBSUB, node, found(items, wanted));
      }
      default -> "";
    };
  }

  private static String id(XmlElement item) {
    return Objects.requireNonNullElse(item.attribute("id"), "");
  }

  private static String found(Map<String, String> items, List<String> wanted) {
    return items.entrySet().stream()
        .filter(item -> wanted.isEmpty() || wanted.contains(item.getKey()))
        .map(Map.Entry::getValue)
        .collect(Collectors.joining());
  }

  private String inPrivate(Question question) {
    XmlElement piece = question.payload().children().get(0);
    if (question.isSet()) {
      pieces.put(piece.name(), piece);
      return "";
    }
    return "<query xmlns='%s'>%s</query>"
        .formatted(PRIVATE, pieces.getOrDefault(piece.name(), piece).toXml(PRIVATE));
  }
}
