package im.linnet.references;

import im.linnet.delay.Delay;
import im.linnet.forwarding.StanzaId;
import im.linnet.stanza.Stanza;
import im.linnet.xml.Element;
import java.util.Set;

/**
 * Which payloads of a message belong to its corrected version: all but its text and what is said of
 * this one stanza or this one text (XEP-0308, section 4).
 */
final class Correctable {

  private static final Set<String> OF_THE_STANZA =
      Set.of(
          StanzaId.NAMESPACE,
          Delay.NAMESPACE,
          Delay.LEGACY_NAMESPACE,
          Correction.NAMESPACE,
          Fallback.NAMESPACE,
          "http://jabber.org/protocol/muc#user",
          "urn:xmpp:occupant-id:0",
          "urn:xmpp:mam:tmp");

  private Correctable() {}

  static boolean stays(Element payload) {
    return !payload.is("body", Stanza.NAMESPACE) && !OF_THE_STANZA.contains(payload.namespace());
  }
}
