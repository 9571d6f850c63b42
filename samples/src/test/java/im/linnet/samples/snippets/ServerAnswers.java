package im.linnet.samples.snippets;

import java.util.Map;
import java.util.function.Function;

/** What a server, its services and a bot answer to the extensions of the folder {@code server}. */
final class ServerAnswers {

  private static final String INFO = "http://jabber.org/protocol/disco#info";
  private static final String ITEMS = "http://jabber.org/protocol/disco#items";
  private static final String COMMANDS = "http://jabber.org/protocol/commands";
  private static final String FORM = "<x xmlns='jabber:x:data' type='%s'>%s</x>";
  private static final String VALUE = "<field var='%s'><value>%s</value></field>";

  /** What is not the server's or the account's. */
  private static final Map<String, String> FEATURES =
      Map.of(
          "garden@conference.example.com",
          RoomAnswers.FEATURES,
          ContactAnswers.ROMEO + "/orchard",
          ContactAnswers.FEATURES,
          "upload.example.com",
          "<identity category='store' type='file'/><feature var='urn:xmpp:http:upload:0'/>");

  private static final String FOUND =
      """
      <query xmlns='%s'><item jid='rooms.example.com'/><item jid='upload.example.com'/></query>\
      """
          .formatted(ITEMS);

  private static final String VERSION =
      """
      <query xmlns='jabber:iq:version'><name>Prosody</name><version>13.0.1</version></query>\
      """;

  private static final String TIME =
      """
      <time xmlns='urn:xmpp:time'><tzo>+00:00</tzo><utc>2026-01-01T12:00:00Z</utc></time>\
      """;

  private static final String RELAYS =
      """
      <services xmlns='urn:xmpp:extdisco:2' type='turn'><service type='turn' transport='udp'\
       restricted='1' host='turn.example.com' port='3478' username='1782216000'\
       password='c2VjcmV0' expires='2026-01-02T12:00:00Z'/></services>\
      """;

  static final Map<String, Function<Question, String>> CONTENTS =
      Map.of(
          INFO,
          ServerAnswers::info,
          ITEMS,
          question -> FOUND,
          COMMANDS,
          ServerAnswers::command,
          "jabber:iq:search",
          ServerAnswers::search,
          "jabber:iq:last",
          question -> "<query xmlns='jabber:iq:last' seconds='903'/>",
          "jabber:iq:version",
          question -> VERSION,
          "urn:xmpp:time",
          question -> TIME,
          "urn:xmpp:extdisco:2",
          question -> RELAYS);

  private ServerAnswers() {}

  private static String info(Question question) {
    String address = question.address();
    String node = question.attribute("node");
    return "<query xmlns='%s'%s>%s</query>"
        .formatted(
            INFO,
            node.isEmpty() ? "" : " node='" + node + "'",
            FEATURES.getOrDefault(address == null ? "" : address, own()));
  }

  private static String own() {
    return """
    <identity category='server' type='im'/><identity category='pubsub' type='pep'/>\
    <feature var='http://jabber.org/protocol/pubsub#publish-options'/>\
    <feature var='urn:xmpp:archive'/><feature var='urn:xmpp:bookmarks:1#compat'/>\
    <feature var='urn:xmpp:mam:2'/><feature var='urn:xmpp:sid:0'/>\
    """;
  }

  private static String command(Question question) {
    if (question.attribute("node").equals("urn:xmpp:invite#invite")) {
      String link = "xmpp:juliet@example.com?roster;preauth=BuM0TQ9-Fkm4k_c-fB215O38";
      return command(question, "completed", FORM.formatted("result", VALUE.formatted("uri", link)));
    }
    return question
        .field("city")
        .map(city -> command(question, "completed", "<note>It rains in " + city + "</note>"))
        .orElseGet(() -> command(question, "executing", asked()));
  }

  private static String asked() {
    return "<actions execute='complete'><complete/></actions>"
        + FORM.formatted("form", "<field var='city' type='text-single' label='City'/>");
  }

  private static String command(Question question, String status, String content) {
    return "<command xmlns='%s' node='%s' sessionid='1' status='%s'>%s</command>"
        .formatted(COMMANDS, question.attribute("node"), status, content);
  }

  private static String search(Question question) {
    String fields =
        question.isSet()
            ? "<reported><field var='jid' type='jid-single' label='Jabber ID'/></reported><item>"
                + VALUE.formatted("jid", ContactAnswers.ROMEO)
                + "</item>"
            : "<field var='nick' type='text-single' label='Nickname'/>";
    return "<query xmlns='jabber:iq:search'><instructions/>%s</query>"
        .formatted(FORM.formatted(question.isSet() ? "result" : "form", fields));
  }
}
