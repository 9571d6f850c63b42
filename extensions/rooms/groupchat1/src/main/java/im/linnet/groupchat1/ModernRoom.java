package im.linnet.groupchat1;

import im.linnet.stanza.Presence;
import im.linnet.stanza.StanzaError;
import im.linnet.xml.Element;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The answer of a room of XEP-0045, version 1.32 or later, to a presence without the MUC element
 * (section 7.2.1): a kick with the status codes 110, 307 and 333.
 */
final class ModernRoom {

  private static final String NAMESPACE = "http://jabber.org/protocol/muc#user";
  private static final String ADVICE =
      "This room is not one of a gateway: it removes users who join without the MUC element"
          + " (XEP-0045, section 7.2.1). Join it as a MUC room";

  private ModernRoom() {}

  /** Whether an unavailable presence from the user's address in the room is such a kick. */
  static boolean kicks(Presence presence) {
    Element x = presence.element().child("x", NAMESPACE);
    if (x == null) {
      return false;
    }
    Set<String> codes =
        x.children("status", NAMESPACE).stream()
            .map(status -> String.valueOf(status.attribute("code")))
            .collect(Collectors.toSet());
    return codes.contains("333") || codes.containsAll(Set.of("110", "307"));
  }

  /** The kick as an error. */
  static StanzaError error(Presence kick) {
    return new StanzaError(
        StanzaError.Type.CANCEL,
        StanzaError.Condition.FEATURE_NOT_IMPLEMENTED,
        StanzaError.Condition.FEATURE_NOT_IMPLEMENTED.wireName(),
        ADVICE,
        kick.element().child("x", NAMESPACE));
  }

  /** Whether an error is a kick. */
  static boolean isKick(StanzaError error) {
    Element application = error.application();
    return application != null && application.is("x", NAMESPACE);
  }
}
