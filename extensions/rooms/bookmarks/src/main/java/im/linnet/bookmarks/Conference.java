package im.linnet.bookmarks;

import im.linnet.jid.Jid;
import im.linnet.pubsub.Item;
import im.linnet.pubsub.NodeType;
import im.linnet.stanza.Payload;
import im.linnet.xml.Element;
import org.jspecify.annotations.Nullable;

/**
 * The payload of a bookmark's item (XEP-0402, section 2). Which room it is about is the item's id.
 *
 * @param element the {@code <conference/>}
 */
record Conference(Element element) implements Payload {

  static final NodeType<Conference> NODE =
      NodeType.of(
          Bookmark.NAMESPACE, new Type<>(Bookmark.CONFERENCE, Bookmark.NAMESPACE, Conference::new));

  /** The bookmark in an item, or null if it is malformed. */
  static @Nullable Bookmark in(Item<Conference> item) {
    Conference conference = item.payload();
    Jid room = room(item.id());
    return conference == null || room == null ? null : Bookmark.read(room, conference.element());
  }

  /** The room of an item's id, or null if it is the address of none. */
  static @Nullable Jid room(@Nullable String id) {
    if (id == null) {
      return null;
    }
    try {
      Jid room = Jid.received(id);
      return room.resource() == null ? room : null;
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }

  @Override
  public Element toElement() {
    return element;
  }

  /** {@return no content, as there may be a password in it} */
  @Override
  public String toString() {
    return "Conference";
  }
}
