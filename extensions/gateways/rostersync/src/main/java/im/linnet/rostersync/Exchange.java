package im.linnet.rostersync;

import im.linnet.jid.Jid;
import im.linnet.xml.Element;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The items of a Roster Item Exchange (XEP-0144, section 3) that a domain may suggest: its own
 * contacts.
 *
 * @param gateway the sender's domain
 * @param suggestions the suggestions
 * @param ignored how many items are malformed, or name other addresses
 */
record Exchange(Jid gateway, List<Suggestion> suggestions, int ignored) {

  static final String NAMESPACE = "http://jabber.org/protocol/rosterx";

  /** Reads the items of {@code <x/>}. */
  static Exchange of(Jid gateway, Element x) {
    List<Suggestion> suggestions = new ArrayList<>();
    int ignored = 0;
    for (Element item : x.children("item", NAMESPACE)) {
      Jid contact = contact(item, gateway);
      if (contact == null) {
        ignored++;
      } else {
        suggestions.add(
            new Suggestion(
                gateway, contact, wanted(item), Labels.name(item), Labels.groups(item), false));
      }
    }
    return new Exchange(gateway, List.copyOf(suggestions), ignored);
  }

  /** The address; null for one of another domain, and for the gateway itself. */
  private static @Nullable Jid contact(Element item, Jid gateway) {
    String text = item.attribute("jid");
    try {
      Jid jid = text == null ? null : Jid.received(text);
      return jid != null && jid.local() != null && jid.domainJid().equals(gateway)
          ? jid.bare()
          : null;
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }

  /** An unknown action counts as add (section 3.1). */
  private static Wanted wanted(Element item) {
    String action = item.attribute("action");
    if ("delete".equals(action)) {
      return Wanted.DELETE;
    }
    return "modify".equals(action) ? Wanted.MODIFY : Wanted.ADD;
  }
}
