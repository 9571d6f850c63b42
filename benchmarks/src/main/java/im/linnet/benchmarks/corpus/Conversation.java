package im.linnet.benchmarks.corpus;

import java.util.List;
import java.util.stream.Stream;

/** One-to-one chat with fifty contacts, as today's clients write it and servers pass it on. */
final class Conversation {

  private static final String ME = "juliet@capulet.example/balcony";

  private final Words words;

  Conversation(Words.Script script) {
    words = new Words(script, 1597);
  }

  List<String> messages(int count) {
    return Stream.generate(this::message).limit(count).toList();
  }

  String message() {
    String id = words.id(8);
    return ("<message from='romeo%d@montague.example/orchard' to='%s' id='%s' type='chat'>"
            + "<body>%s</body><active xmlns='http://jabber.org/protocol/chatstates'/>"
            + "<origin-id xmlns='urn:xmpp:sid:0' id='%s'/>"
            + "<request xmlns='urn:xmpp:receipts'/></message>")
        .formatted(words.upTo(50), ME, id, words.sentence(2, 10), id);
  }
}
