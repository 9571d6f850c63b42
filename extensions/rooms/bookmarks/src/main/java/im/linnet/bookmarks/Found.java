package im.linnet.bookmarks;

import im.linnet.jid.Jid;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The bookmarks of an account by the place where they are.
 *
 * @param bookmarks of XEP-0402
 * @param inStorage of XEP-0048 in private storage, if the server does not convert these
 * @param inNode of XEP-0048 in a node, if the server does not convert these
 */
record Found(List<Bookmark> bookmarks, OldStorage inStorage, OldStorage inNode) {

  /** One of each room: that of XEP-0402, else that in the old node, else that in the storage. */
  List<Bookmark> all() {
    Map<Jid, Bookmark> all = new LinkedHashMap<>();
    bookmarks.forEach(bookmark -> all.putIfAbsent(bookmark.room(), bookmark));
    inNode.bookmarks().forEach(bookmark -> all.putIfAbsent(bookmark.room(), bookmark));
    inStorage.bookmarks().forEach(bookmark -> all.putIfAbsent(bookmark.room(), bookmark));
    return List.copyOf(all.values());
  }

  /** Those that are in an old place only. */
  List<Bookmark> old() {
    List<Bookmark> old = new ArrayList<>(all());
    old.removeAll(bookmarks);
    return old;
  }

  @Nullable Bookmark get(Jid room) {
    for (Bookmark bookmark : all()) {
      if (bookmark.room().equals(room)) {
        return bookmark;
      }
    }
    return null;
  }
}
