package im.linnet.bookmarks;

import im.linnet.jid.Jid;
import im.linnet.pubsub.NodeType;
import im.linnet.stanza.Payload;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All bookmarks in one element, as older clients keep them (XEP-0048, section 2), in private
 * storage or in a node.
 *
 * @param element the {@code <storage/>}
 */
record OldStorage(Element element) implements Payload {

  static final String NAMESPACE = "storage:bookmarks";
  static final Type<OldStorage> TYPE = new Type<>("storage", NAMESPACE, OldStorage::new);
  static final NodeType<OldStorage> NODE = NodeType.of(NAMESPACE, TYPE);

  /** The id of the only item of the node (XEP-0048, section 3.1). */
  static final String ITEM = "current";

  static final OldStorage EMPTY = new OldStorage(Element.of("storage", NAMESPACE));

  /** The bookmarks that can be read; of several of one room the first. */
  Collection<Bookmark> bookmarks() {
    Map<Jid, Bookmark> all = new LinkedHashMap<>();
    for (Element conference : element.children(Bookmark.CONFERENCE, NAMESPACE)) {
      Jid room = room(conference);
      if (room != null) {
        all.putIfAbsent(room, converted(room, conference));
      }
    }
    return all.values();
  }

  private static @Nullable Jid room(Element conference) {
    Jid room = Conference.room(conference.attribute("jid"));
    return room == null ? null : room.bare();
  }

  /** What clients have added becomes extensions. */
  private static Bookmark converted(Jid room, Element conference) {
    Bookmark bookmark =
        Bookmark.of(room)
            .name(conference.attribute("name"))
            .autojoin(Bookmark.isTrue(conference.attribute("autojoin")))
            .nick(conference.childText("nick"))
            .password(conference.childText("password"));
    for (Element child : conference.children()) {
      if (!child.namespace().equals(NAMESPACE)) {
        bookmark = bookmark.extension(child);
      }
    }
    return bookmark;
  }

  boolean contains(Jid room) {
    return element.children(Bookmark.CONFERENCE, NAMESPACE).stream()
        .anyMatch(each -> room.equals(room(each)));
  }

  /** The storage without a room; everything else, such as web pages, stays as it is. */
  OldStorage without(Jid room) {
    ElementBuilder storage = element.toBuilder().without(Bookmark.CONFERENCE, NAMESPACE);
    ArrayList<Element> kept = new ArrayList<>(element.children(Bookmark.CONFERENCE, NAMESPACE));
    kept.removeIf(each -> room.equals(room(each)));
    return new OldStorage(storage.children(kept).build());
  }

  @Override
  public Element toElement() {
    return element;
  }

  /** {@return no content, as there may be passwords in it} */
  @Override
  public String toString() {
    return "OldStorage";
  }
}
