package im.linnet.samples.snippets;

import im.linnet.testkit.xml.XmlElement;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** What rooms answer to the extensions of the folder {@code rooms}. */
final class RoomAnswers {

  private static final String MUC = "http://jabber.org/protocol/muc";

  static final String FEATURES =
      """
      <identity category='conference' type='text'/><feature var='%s'/>\
      <feature var='http://jabber.org/protocol/muc#stable_id'/><feature var='urn:xmpp:sid:0'/>\
      """
          .formatted(MUC);

  static final Map<String, Function<Question, String>> CONTENTS =
      Map.of(MUC + "#owner", question -> configuration());

  /** The rooms that the user is in, with the nickname; without those of the older protocol. */
  private final Map<String, String> nicks = new HashMap<>();

  private static String configuration() {
    return """
    <query xmlns='%s#owner'><x xmlns='jabber:x:data' type='form'>\
    <field type='text-single' label='Name' var='muc#roomconfig_roomname'/></x></query>\
    """
        .formatted(MUC);
  }

  /** A room says who comes and goes. */
  String toPresence(XmlElement presence, String to) {
    if (!to.contains("/")) {
      return "";
    }
    String room = to.substring(0, to.indexOf('/'));
    String type = presence.attribute("type");
    if (presence.child(MUC, "x").isPresent()) {
      nicks.put(room, to.substring(room.length() + 1));
      return occupant(room + "/romeo", "", "participant", "")
          + occupant(to, "", "participant", "<status code='110'/>")
          + "<message from='%s' type='groupchat'><subject/></message>".formatted(room);
    }
    if ("unavailable".equals(type) && nicks.remove(room) != null) {
      return occupant(to, " type='unavailable'", "none", "<status code='110'/>");
    }
    return "<presence from='%s'%s/>".formatted(to, type == null ? "" : " type='" + type + "'");
  }

  private static String occupant(String jid, String type, String role, String status) {
    return """
    <presence from='%s'%s><x xmlns='%s#user'><item affiliation='none' role='%s'/>%s</x></presence>\
    """
        .formatted(jid, type, MUC, role, status);
  }

  /** A room passes messages on to all, the sender included, with an id of its own. */
  String toMessage(XmlElement message) {
    String room = message.attribute("to");
    String nick = nicks.get(room);
    return room == null || nick == null
        ? ""
        : MessageAnswers.passedOn(message, room + "/" + nick, room);
  }
}
