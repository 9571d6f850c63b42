/** Bookmarks of rooms (XEP-0402, XEP-0048). */
module im.linnet.bookmarks {
  requires transitive im.linnet.core;
  requires im.linnet.disco;
  requires im.linnet.privatestorage;
  requires im.linnet.pubsub;
  requires static transitive org.jspecify;
  requires org.slf4j;

  exports im.linnet.bookmarks;
}
