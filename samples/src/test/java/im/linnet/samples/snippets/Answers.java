package im.linnet.samples.snippets;

import im.linnet.testkit.xml.XmlElement;
import java.util.List;
import java.util.stream.Collectors;

/** What a server answers to all that snippets ask, and says once the user is available. */
final class Answers {

  private static final String ROMEO = "romeo@example.com";

  /** What Romeo did while the user was away. */
  private static final String MEANWHILE =
      """
      <message from='%s' type='chat'><body>But soft!</body>\
      <delay xmlns='urn:xmpp:delay' from='example.com' stamp='2026-01-01T12:00:00Z'/></message>\
      <presence from='%s' type='subscribe'>\
      <nick xmlns='http://jabber.org/protocol/nick'>Romeo Montague</nick></presence>\
      """
          .formatted(ROMEO, ROMEO);

  private Answers() {}

  static String to(XmlElement stanza) {
    return switch (stanza.localName()) {
      case "iq" -> result(stanza);
      case "presence" -> stanza.attribute("type") == null ? MEANWHILE : "";
      default -> "";
    };
  }

  private static String result(XmlElement request) {
    String to = request.attribute("to");
    return "<iq type='result' id='%s'%s>%s</iq>"
        .formatted(
            request.attribute("id"),
            to == null ? "" : " from='" + to + "'",
            request.children().stream().map(Answers::content).collect(Collectors.joining()));
  }

  private static String content(XmlElement question) {
    return switch (question.namespace()) {
      case "jabber:iq:roster" ->
          "<query xmlns='jabber:iq:roster'><item jid='nurse@example.com'/></query>";
      case "vcard-temp" -> "<vCard xmlns='vcard-temp'><FN>Romeo Montague</FN></vCard>";
      case "http://jabber.org/protocol/disco#info" -> info("urn:xmpp:mam:2", "urn:xmpp:archive");
      case "http://jabber.org/protocol/disco#items" ->
          "<query xmlns='http://jabber.org/protocol/disco#items'><item"
              + " jid='rooms.example.com'/></query>";
      case "urn:xmpp:archive" -> archive(question.localName());
      default -> "";
    };
  }

  private static String info(String... features) {
    return List.of(features).stream()
        .map(each -> "<feature var='" + each + "'/>")
        .collect(
            Collectors.joining(
                "",
                "<query xmlns='http://jabber.org/protocol/disco#info'>"
                    + "<identity category='server' type='im'/>",
                "</query>"));
  }

  private static String archive(String question) {
    String chat = "with='" + ROMEO + "' start='2026-01-01T12:00:00Z'";
    return question.equals("list")
        ? "<list xmlns='urn:xmpp:archive'><chat %s/></list>".formatted(chat)
        : "<chat xmlns='urn:xmpp:archive' %s><from secs='0'><body>Ay me!</body></from></chat>"
            .formatted(chat);
  }
}
