package im.linnet.benchmarks.corpus;

import java.util.ArrayList;
import java.util.List;

/**
 * What a client of many services, nodes and rooms receives: stanzas of many shapes, which share
 * their vocabulary but hardly a tag. A shape is a tree of names, namespaces and attributes, with
 * other values each time; about 330 bytes. The names are those of many XEPs, drawn at random.
 */
final class Variety {

  private static final List<String> ELEMENTS =
      List.of(
          ("query item items event x field value option title group status show priority photo"
                  + " nick reason invite decline destroy actor history affiliation affiliations"
                  + " subscription subscriptions configure retract purge publish create delete"
                  + " default options publish-options collection associate set first last index"
                  + " count before after max result fin forwarded delay received sent private"
                  + " request displayed acknowledged markable active composing paused gone inactive"
                  + " replace apply-to moderate moderated fallback body reactions reaction reply"
                  + " reference file-sharing media-type name size date desc hash sources url-data"
                  + " metadata info data thumbnail range conference password autojoin extensions"
                  + " identity feature command actions execute next prev complete note device list"
                  + " bundle identityKey signedPreKeyPublic signedPreKeySignature prekeys"
                  + " preKeyPublic encrypted header key iv payload stanza-id origin-id occupant-id"
                  + " tune artist length rating source track uri mood happy text geoloc accuracy"
                  + " altitude area bearing lat lon locality region street timestamp activity"
                  + " relaxing attention captcha challenge media idle blocked unblock block jingle"
                  + " content description transport candidate payload-type parameter encryption"
                  + " crypto fingerprint rtcp-fb rtp-hdrext session-info ringing services service"
                  + " external time tzo utc vCard FN N FAMILY GIVEN NICKNAME TEL EMAIL ADR ORG"
                  + " ORGNAME ROLE BDAY store no-permanent-store enable disable push notification"
                  + " message-count last-message-sender hat hats prefs always never jid")
              .split(" "));

  private static final List<String> ATTRIBUTES =
      List.of(
          ("id from to type node jid affiliation role nick name var label category action sessionid"
                  + " status stamp by ver hash algo seconds since since-stream href sid rid code"
                  + " xml:lang queryid max lang uri start end by-user width height bytes mime deviceId"
                  + " signedPreKeyId preKeyId subid expiry thread mode component foundation generation"
                  + " ip network port priority protocol rel-addr creator senders initiator responder"
                  + " media clockrate channels host username password restricted transport autojoin"
                  + " for ask subscription approved")
              .split(" "));

  private static final List<String> NAMESPACES =
      List.of(
          ("jabber:iq:roster jabber:iq:last jabber:iq:version jabber:iq:private jabber:iq:register"
                  + " jabber:iq:search jabber:iq:gateway jabber:x:data jabber:x:conference"
                  + " jabber:x:oob vcard-temp vcard-temp:x:update urn:xmpp:avatar:data"
                  + " urn:xmpp:avatar:metadata urn:xmpp:bookmarks:1 urn:xmpp:blocking"
                  + " urn:xmpp:carbons:2 urn:xmpp:forward:0 urn:xmpp:delay urn:xmpp:mam:2"
                  + " urn:xmpp:sid:0 urn:xmpp:receipts urn:xmpp:chat-markers:0 urn:xmpp:hints"
                  + " urn:xmpp:message-correct:0 urn:xmpp:message-retract:1"
                  + " urn:xmpp:message-moderate:1 urn:xmpp:reactions:0 urn:xmpp:reply:0"
                  + " urn:xmpp:fallback:0 urn:xmpp:reference:0 urn:xmpp:sfs:0"
                  + " urn:xmpp:file:metadata:0 urn:xmpp:hashes:2 urn:xmpp:http:upload:0"
                  + " urn:xmpp:idle:1 urn:xmpp:attention:0 urn:xmpp:captcha urn:xmpp:media-element"
                  + " urn:xmpp:ping urn:xmpp:time urn:xmpp:extdisco:2 urn:xmpp:push:0"
                  + " urn:xmpp:occupant-id:0 urn:xmpp:hats:0 urn:xmpp:jingle:1"
                  + " urn:xmpp:jingle:apps:rtp:1 urn:xmpp:jingle:apps:dtls:0"
                  + " urn:xmpp:jingle:transports:ice-udp:1 urn:xmpp:omemo:2 urn:xmpp:caps"
                  + " http://jabber.org/protocol/caps http://jabber.org/protocol/chatstates"
                  + " http://jabber.org/protocol/commands http://jabber.org/protocol/disco#info"
                  + " http://jabber.org/protocol/disco#items http://jabber.org/protocol/geoloc"
                  + " http://jabber.org/protocol/mood http://jabber.org/protocol/muc"
                  + " http://jabber.org/protocol/muc#user http://jabber.org/protocol/muc#admin"
                  + " http://jabber.org/protocol/muc#owner http://jabber.org/protocol/nick"
                  + " http://jabber.org/protocol/pubsub http://jabber.org/protocol/pubsub#event"
                  + " http://jabber.org/protocol/pubsub#owner http://jabber.org/protocol/rsm"
                  + " http://jabber.org/protocol/tune http://jabber.org/protocol/activity")
              .split(" "));

  /** Bytes of a stanza, about. */
  private static final int LENGTH = 330;

  private final Words words = new Words(Words.Script.LATIN, 4000);
  private final List<Shape> shapes = new ArrayList<>();

  /** A tree of names. */
  private record Shape(String start, List<String> attributes, List<Shape> children) {}

  /** Draws so many shapes. */
  Variety(int count) {
    for (int i = 0; i < count; i++) {
      shapes.add(stanza());
    }
  }

  /** Stanzas of the shapes, each shape as often as the others, in random order. */
  List<String> stanzas(int count) {
    List<String> stanzas = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      StringBuilder xml = new StringBuilder();
      write(shapes.get(count == shapes.size() ? i : words.upTo(shapes.size())), xml);
      stanzas.add(xml.toString());
    }
    return stanzas;
  }

  private Shape stanza() {
    List<Shape> children = new ArrayList<>();
    int[] left = {LENGTH - 90};
    while (left[0] > 0) {
      children.add(element(left, 0));
    }
    String name = List.of("message", "presence", "iq").get(words.upTo(3));
    return new Shape(name, List.of("from", "to", "id", "type"), children);
  }

  /** An element, mostly with a namespace of its own, some attributes and up to two children. */
  private Shape element(int[] left, int depth) {
    String start = ELEMENTS.get(words.upTo(ELEMENTS.size()));
    if (depth == 0 || words.upTo(4) == 0) {
      start += " xmlns='" + NAMESPACES.get(words.upTo(NAMESPACES.size())) + "'";
    }
    List<String> attributes = new ArrayList<>();
    for (int i = words.upTo(4); i > 0; i--) {
      String attribute = ATTRIBUTES.get(words.upTo(ATTRIBUTES.size()));
      if (!attributes.contains(attribute)) {
        attributes.add(attribute);
      }
    }
    left[0] -= 2 * start.length() / 3 + 16 + attributes.size() * 18;
    List<Shape> children = new ArrayList<>();
    for (int i = depth < 3 ? words.upTo(3) : 0; i > 0 && left[0] > 0; i--) {
      children.add(element(left, depth + 1));
    }
    return new Shape(start, attributes, children);
  }

  private void write(Shape shape, StringBuilder xml) {
    xml.append('<').append(shape.start);
    for (String attribute : shape.attributes) {
      xml.append(' ').append(attribute).append("='").append(words.id(8)).append('\'');
    }
    if (shape.children.isEmpty() && words.upTo(2) == 0) {
      xml.append("/>");
      return;
    }
    xml.append('>');
    if (shape.children.isEmpty()) {
      xml.append(words.word());
    }
    shape.children.forEach(child -> write(child, xml));
    int end = shape.start.indexOf(' ');
    xml.append("</").append(end < 0 ? shape.start : shape.start.substring(0, end)).append('>');
  }
}
