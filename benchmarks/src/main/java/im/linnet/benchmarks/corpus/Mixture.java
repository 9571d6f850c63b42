package im.linnet.benchmarks.corpus;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What a client receives besides chat: presence, roster pushes, carbons, history, rooms, events.
 */
final class Mixture {

  private static final String ACCOUNT = "juliet@capulet.example";
  private static final String ME = ACCOUNT + "/balcony";
  private static final String STAMP = "2026-07-14T09:%02d:%02dZ";

  private final Words words = new Words(Words.Script.LATIN, 1599);

  List<String> stanzas(int count) {
    return IntStream.range(0, count).mapToObj(this::stanza).toList();
  }

  private String stanza(int number) {
    return switch (number % 6) {
      case 0 -> presence();
      case 1 -> rosterPush();
      case 2 -> carbon();
      case 3 -> history();
      case 4 -> room();
      default -> event();
    };
  }

  private String presence() {
    return ("<presence from='%s/phone' to='%s' xml:lang='en'><show>away</show><status>%s</status>"
            + "<priority>5</priority><c xmlns='http://jabber.org/protocol/caps' hash='sha-1'"
            + " node='https://client.example/%d' ver='%s='/><x xmlns='vcard-temp:x:update'>"
            + "<photo>%s</photo></x><idle xmlns='urn:xmpp:idle:1' since='%s'/></presence>")
        .formatted(
            friend(), ME, words.sentence(1, 5), words.upTo(4), words.id(27), words.id(40), stamp());
  }

  private String rosterPush() {
    return ("<iq type='set' id='%s' to='%s'><query xmlns='jabber:iq:roster' ver='%s'>"
            + "<item jid='%s' name='%s' subscription='both'><group>Friends</group></item>"
            + "</query></iq>")
        .formatted(words.id(8), ME, words.id(12), friend(), words.word());
  }

  private String carbon() {
    return ("<message from='%s' to='%s' type='chat'><received xmlns='urn:xmpp:carbons:2'>"
            + "<forwarded xmlns='urn:xmpp:forward:0'>%s</forwarded></received></message>")
        .formatted(ACCOUNT, ME, inner());
  }

  private String history() {
    return ("<message to='%s'><result xmlns='urn:xmpp:mam:2' queryid='%s' id='%s'>"
            + "<forwarded xmlns='urn:xmpp:forward:0'><delay xmlns='urn:xmpp:delay' stamp='%s'/>%s"
            + "</forwarded></result></message>")
        .formatted(ME, "q29302", words.id(16), stamp(), inner());
  }

  private String inner() {
    return ("<message xmlns='jabber:client' from='%s/orchard' to='%s' type='chat' id='%s'>"
            + "<body>%s</body><markable xmlns='urn:xmpp:chat-markers:0'/>"
            + "<stanza-id xmlns='urn:xmpp:sid:0' by='%s' id='%s'/></message>")
        .formatted(friend(), ACCOUNT, words.id(12), words.sentence(3, 20), ACCOUNT, words.id(16));
  }

  private String room() {
    return ("<presence from='balcony@rooms.verona.example/%s' to='%s' id='%s'>"
            + "<x xmlns='http://jabber.org/protocol/muc#user'><item affiliation='member'"
            + " role='participant' jid='%s/pda'/><status code='110'/></x>"
            + "<occupant-id xmlns='urn:xmpp:occupant-id:0' id='%s'/></presence>")
        .formatted(words.word(), ME, words.id(10), friend(), words.id(32));
  }

  private String event() {
    return ("<message from='%s' to='%s' type='headline' id='%s'>"
            + "<event xmlns='http://jabber.org/protocol/pubsub#event'>"
            + "<items node='urn:xmpp:avatar:metadata'><item id='%s'>"
            + "<metadata xmlns='urn:xmpp:avatar:metadata'><info bytes='12345' id='%s'"
            + " height='64' width='64' type='image/png'/></metadata></item></items></event>"
            + "</message>")
        .formatted(friend(), ME, words.id(10), words.id(40), words.id(40));
  }

  private String friend() {
    return "friend%d@montague.example".formatted(words.upTo(50));
  }

  private String stamp() {
    return STAMP.formatted(words.upTo(60), words.upTo(60));
  }
}
