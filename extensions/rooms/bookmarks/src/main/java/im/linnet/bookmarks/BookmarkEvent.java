package im.linnet.bookmarks;

/**
 * A change of the user's bookmarks, by this client or another device. A client that follows
 * XEP-0402 (section 4) is in those rooms whose bookmark says {@link Bookmark#autojoin()}.
 */
public sealed interface BookmarkEvent {

  /** {@return the bookmark after the change; for one that was removed, as it was} */
  Bookmark bookmark();

  /**
   * A bookmark that was not known before.
   *
   * @param bookmark the bookmark
   */
  record Added(Bookmark bookmark) implements BookmarkEvent {}

  /**
   * A bookmark that has changed.
   *
   * @param bookmark the bookmark
   * @param before as it was before
   */
  record Changed(Bookmark bookmark, Bookmark before) implements BookmarkEvent {}

  /**
   * A bookmark that is gone.
   *
   * @param bookmark as it was
   */
  record Removed(Bookmark bookmark) implements BookmarkEvent {}
}
