package im.linnet.samples.snippets;

import im.linnet.testkit.xml.XmlElement;
import im.linnet.testkit.xml.XmlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What a server, and Romeo, answer to the extensions of the folder {@code messages}. */
final class MessageAnswers {

  private static final String MAM = "urn:xmpp:mam:2";
  private static final String JULIET = "juliet@example.com";
  private static final String STAMP = "2026-01-01T12:00:00Z";
  private static final String ID = "28482-98726-73623";

  private static final String MESSAGE =
      """
      <message xmlns='jabber:client' from='%s' to='%s' id='1' type='chat'>\
      <body>But soft!</body>%s</message>\
      """;

  /** What Romeo said while the user was away. */
  static final String OFFLINE =
      MESSAGE.formatted(
          ContactAnswers.ROMEO,
          JULIET,
          """
          <stanza-id xmlns='urn:xmpp:sid:0' by='%s' id='%s'/>\
          <delay xmlns='urn:xmpp:delay' from='example.com' stamp='%s'/>\
          """
              .formatted(JULIET, ID, STAMP));

  static final Map<String, Function<Question, String>> CONTENTS =
      Map.of("urn:xmpp:archive", MessageAnswers::oldArchive, MAM, question -> end());

  private MessageAnswers() {}

  /** Romeo's client confirms what it receives; what the user sends to herself comes back. */
  static String to(XmlElement message) {
    String to = message.attribute("to");
    if (JULIET.equals(to)) {
      return passedOn(message, JULIET + "/balcony", JULIET);
    }
    return message.child("urn:xmpp:receipts", "request").isPresent()
        ? """
        <message from='%s/orchard' type='chat'><received xmlns='urn:xmpp:receipts' id='%s'/>\
        </message>\
        """
            .formatted(to, message.attribute("id"))
        : "";
  }

  /** The message from another address, with the id that an archive gives it. */
  static String passedOn(XmlElement message, String from, String by) {
    List<XmlNode> content = new ArrayList<>(message.nodes());
    content.add(
        XmlElement.parse("<stanza-id xmlns='urn:xmpp:sid:0' by='%s' id='%s'/>".formatted(by, ID)));
    return message
        .withAttribute("to", JULIET + "/balcony")
        .withAttribute("from", from)
        .withNodes(content)
        .toXml("jabber:client");
  }

  private static String oldArchive(Question question) {
    String chat = "with='%s' start='%s'".formatted(ContactAnswers.ROMEO, STAMP);
    return question.payload().localName().equals("list")
        ? "<list xmlns='urn:xmpp:archive'><chat %s/></list>".formatted(chat)
        : "<chat xmlns='urn:xmpp:archive' %s><from secs='0'><body>Ay me!</body></from></chat>"
            .formatted(chat);
  }

  /** What an archive sends before its answer: a message as old as the query allows. */
  static String archived(Question question) {
    return question.payload().is(MAM, "query")
        ? """
        <message><result xmlns='%s' queryid='%s' id='%s'><forwarded xmlns='urn:xmpp:forward:0'>\
        <delay xmlns='urn:xmpp:delay' stamp='%s'/>%s</forwarded></result></message>\
        """
            .formatted(
                MAM,
                question.attribute("queryid"),
                ID,
                question.field("start").orElse(STAMP),
                MESSAGE.formatted(ContactAnswers.ROMEO, JULIET, ""))
        : "";
  }

  private static String end() {
    return """
    <fin xmlns='%s' complete='true'><set xmlns='http://jabber.org/protocol/rsm'>\
    <first>%s</first><last>%s</last></set></fin>\
    """
        .formatted(MAM, ID, ID);
  }
}
