package im.linnet.archive;

import im.linnet.forwarding.StanzaId;
import im.linnet.xml.Element;
import org.jspecify.annotations.Nullable;

/**
 * What an archive says about a page (XEP-0059, section 2.2). All of it may be absent.
 *
 * @param first the id of the first message of the page
 * @param last the id of its last message
 * @param count how many messages match the query, exactly or not
 * @param index the position of the first message among these
 */
record ResultSet(
    @Nullable String first,
    @Nullable String last,
    @Nullable Integer count,
    @Nullable Integer index) {

  /** The namespace. */
  static final String NAMESPACE = "http://jabber.org/protocol/rsm";

  /** Reads the {@code <set/>} in a {@code <fin/>}; a malformed part counts as absent. */
  static ResultSet in(Element fin) {
    Element set = fin.child("set", NAMESPACE);
    if (set == null) {
      return new ResultSet(null, null, null, null);
    }
    Element first = set.child("first", NAMESPACE);
    return new ResultSet(
        id(set.childText("first")),
        id(set.childText("last")),
        number(set.childText("count")),
        first == null ? null : number(first.attribute("index")));
  }

  private static @Nullable String id(@Nullable String text) {
    return text == null || text.isEmpty() || text.length() > StanzaId.MAX_LENGTH ? null : text;
  }

  private static @Nullable Integer number(@Nullable String text) {
    try {
      int number = text == null ? -1 : Integer.parseInt(text.strip());
      return number < 0 ? null : number;
    } catch (NumberFormatException malformed) {
      return null;
    }
  }
}
