package im.linnet.rooms;

import im.linnet.jid.Jid;
import im.linnet.stanza.Stanza;
import im.linnet.xml.Element;
import im.linnet.xml.XmlText;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a room says of a user or of itself (XEP-0045, section 19.2): the {@code <x/>} in a presence
 * or message. If there are several items, as with several devices under one nickname, the first
 * counts.
 *
 * @param x the element
 * @param item the first item, or null
 * @param codes the status codes, at most 16
 */
record MucUser(Element x, @Nullable Element item, Set<Integer> codes) {

  static final String NAMESPACE = "http://jabber.org/protocol/muc#user";

  /** The presence is the user's own. */
  static final int SELF = 110;

  /** The room is new. */
  static final int CREATED = 201;

  /** The room has chosen the nickname. */
  static final int NICK_CHOSEN = 210;

  /** The occupant has another nickname now. */
  static final int RENAMED = 303;

  static final int MAX_TEXT = 1024;
  private static final int MAX_CODES = 16;

  static @Nullable MucUser of(Stanza stanza) {
    Element x = stanza.element().child("x", NAMESPACE);
    if (x == null) {
      return null;
    }
    List<Element> statuses = x.children("status", NAMESPACE);
    // Nearly all presences of a room have none.
    Set<Integer> codes = statuses.isEmpty() ? Set.of() : codes(statuses);
    return new MucUser(x, x.child("item", NAMESPACE), codes);
  }

  private static Set<Integer> codes(List<Element> statuses) {
    Set<Integer> codes = new LinkedHashSet<>();
    for (Element status : statuses) {
      String code = status.attribute("code");
      if (code != null && code.matches("[1-9][0-9]{2}") && codes.size() < MAX_CODES) {
        codes.add(Integer.valueOf(code));
      }
    }
    return Set.copyOf(codes);
  }

  boolean has(int code) {
    return codes.contains(code);
  }

  Role role() {
    return Role.of(attribute("role"));
  }

  Affiliation affiliation() {
    return Affiliation.of(attribute("affiliation"));
  }

  /** The next nickname of one who is renamed. */
  @Nullable String nick() {
    return attribute("nick");
  }

  /** The real address. */
  @Nullable Jid jid() {
    return address(attribute("jid"));
  }

  private @Nullable String attribute(String name) {
    return item == null ? null : item.attribute(name);
  }

  /** Who did it, or null. */
  @Nullable Element actor() {
    return item == null ? null : item.child("actor", NAMESPACE);
  }

  @Nullable String reason() {
    return item == null ? null : text(item, "reason");
  }

  /** The text of a child, cut; null if absent or blank. */
  static @Nullable String text(Element parent, String name) {
    return cut(parent.childText(name));
  }

  /** A text, cut; null if absent or blank. */
  static @Nullable String cut(@Nullable String text) {
    return text == null || text.isBlank() ? null : XmlText.cut(text.strip(), MAX_TEXT);
  }

  /** Reads an address; null if absent or malformed. */
  static @Nullable Jid address(@Nullable String text) {
    try {
      return text == null ? null : Jid.received(text);
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }
}
