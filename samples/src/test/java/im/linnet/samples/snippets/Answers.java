package im.linnet.samples.snippets;

import im.linnet.testkit.xml.XmlElement;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a server answers to all that a snippet sends on one stream. */
final class Answers {

  private final RoomAnswers rooms = new RoomAnswers();
  private final Map<String, Function<Question, String>> contents = new HashMap<>();

  /** Waits for the user to be available. */
  private String meanwhile = MessageAnswers.OFFLINE + ContactAnswers.MEANWHILE;

  Answers() {
    Stream.of(
            AccountAnswers.CONTENTS,
            ContactAnswers.CONTENTS,
            MessageAnswers.CONTENTS,
            RoomAnswers.CONTENTS,
            ServerAnswers.CONTENTS,
            new StoredData().contents())
        .forEach(contents::putAll);
  }

  /** Adds the content of the answers to requests of a namespace. */
  Answers with(String namespace, Function<Question, String> content) {
    contents.put(namespace, content);
    return this;
  }

  String to(XmlElement stanza) {
    return switch (stanza.localName()) {
      case "iq" -> toIq(stanza);
      case "message" -> rooms.toMessage(stanza) + MessageAnswers.to(stanza);
      case "presence" -> toPresence(stanza, stanza.attribute("to"));
      default -> "";
    };
  }

  /** The client answers, too: to what the server pushes. */
  private String toIq(XmlElement iq) {
    String type = iq.attribute("type");
    if (!"get".equals(type) && !"set".equals(type)) {
      return "";
    }
    Question question = Question.of(iq);
    String content =
        contents.getOrDefault(question.payload().namespace(), other -> "").apply(question);
    return MessageAnswers.archived(question)
        + question.result(content)
        + AccountAnswers.pushed(question);
  }

  /** The first presence to all brings what happened while the user was away. */
  private String toPresence(XmlElement presence, @Nullable String to) {
    if (to != null) {
      return rooms.toPresence(presence, to);
    }
    String first = meanwhile;
    meanwhile = "";
    return first;
  }
}
