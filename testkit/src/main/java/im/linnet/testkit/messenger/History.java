package im.linnet.testkit.messenger;

import im.linnet.testkit.xml.XmlText;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The last messages that a user exchanged with each contact. Thread-safe. */
final class History {

  /**
   * One message.
   *
   * @param at the time, in whole seconds
   * @param sent whether the user sent it
   * @param body its text
   */
  record Line(Instant at, boolean sent, String body) {

    private String toXml(Instant before) {
      String name = sent ? "to" : "from";
      return "<%s secs='%d'><body>%s</body></%s>"
          .formatted(name, Duration.between(before, at).toSeconds(), XmlText.escape(body), name);
    }
  }

  private final Map<String, Deque<Line>> chats = new HashMap<>();

  synchronized void add(String with, boolean sent, String body, int kept) {
    Deque<Line> lines = chats.computeIfAbsent(with, contact -> new ArrayDeque<>());
    lines.add(new Line(Instant.now().truncatedTo(ChronoUnit.SECONDS), sent, body));
    while (lines.size() > kept) {
      lines.remove();
    }
  }

  /** {@return the messages exchanged with the contact, oldest first} */
  synchronized List<Line> with(String contact) {
    return List.copyOf(chats.getOrDefault(contact, new ArrayDeque<>()));
  }

  /** {@return the contacts that have messages in the history} */
  synchronized List<String> contacts() {
    return chats.keySet().stream().filter(each -> !with(each).isEmpty()).sorted().toList();
  }

  /**
   * {@return the messages of a collection, each with the seconds since the previous one (XEP-0136,
   * section 4.6)}
   */
  static String content(List<Line> lines) {
    StringBuilder content = new StringBuilder();
    Instant before = lines.isEmpty() ? Instant.EPOCH : lines.get(0).at();
    for (Line line : lines) {
      content.append(line.toXml(before));
      before = line.at();
    }
    return content.toString();
  }

  /** {@return a collection (XEP-0136, section 4)} */
  static String chat(String with, Instant start, String content) {
    return "<chat xmlns='%s' with='%s' start='%s' version='0'>%s</chat>"
        .formatted(Ns.ARCHIVE, XmlText.escape(with), start, content);
  }

  /** {@return the collections of these contacts, without their messages} */
  String headers(List<String> contacts) {
    return contacts.stream()
        .map(contact -> chat(contact, with(contact).get(0).at(), ""))
        .collect(Collectors.joining());
  }
}
