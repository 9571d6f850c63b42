package im.linnet.rostersync;

import im.linnet.jid.Jid;
import im.linnet.stanza.Presence;
import im.linnet.xml.Element;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the tag of roster-subsync. The contact is the sender; the tag names no other. */
final class Subsync {

  /** PyMSNt's namespace, and the one that others have used. Both are accepted, none is sent. */
  static final List<String> NAMESPACES =
      List.of(
          "http://delx.cjb.net/protocol/roster-subsync",
          "http://jabber.org/protocol/roster-subsync");

  private Subsync() {}

  /** The suggestion in a subscription presence; null if there is none, or it is malformed. */
  static @Nullable Suggestion suggestion(Presence presence) {
    Jid from = presence.from();
    boolean subscription =
        switch (presence.type()) {
          case SUBSCRIBE, SUBSCRIBED, UNSUBSCRIBE, UNSUBSCRIBED -> true;
          case AVAILABLE, UNAVAILABLE, PROBE, ERROR -> false;
        };
    if (!subscription || from == null || from.local() == null) {
      return null;
    }
    for (String namespace : NAMESPACES) {
      Element x = presence.element().child("x", namespace);
      Suggestion read = x == null ? null : read(presence, from.bare(), x);
      if (read != null) {
        return read;
      }
    }
    return null;
  }

  private static @Nullable Suggestion read(Presence presence, Jid contact, Element x) {
    List<Element> items = x.children("item", x.namespace());
    if (items.size() != 1 || isForged(items.get(0), contact)) {
      return null;
    }
    Wanted wanted = wanted(items.get(0).attribute("subscription"));
    return wanted == null
        ? null
        : new Suggestion(
            contact.domainJid(),
            contact,
            wanted,
            Labels.name(items.get(0)),
            Labels.groups(items.get(0)),
            presence.type() == Presence.Type.SUBSCRIBE);
  }

  private static boolean isForged(Element item, Jid contact) {
    String jid = item.attribute("jid");
    try {
      return jid != null && !Jid.received(jid).bare().equals(contact);
    } catch (IllegalArgumentException malformed) {
      return true;
    }
  }

  private static @Nullable Wanted wanted(@Nullable String subscription) {
    if (subscription == null) {
      return null;
    }
    return switch (subscription) {
      case "none" -> Wanted.NONE;
      case "to" -> Wanted.TO;
      case "from" -> Wanted.FROM;
      case "both" -> Wanted.BOTH;
      case "remove" -> Wanted.REMOVE;
      default -> null;
    };
  }
}
