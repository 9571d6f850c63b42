/** The extensions of a chat program, together. */
module im.linnet.im {
  requires transitive im.linnet.core;
  requires transitive im.linnet.archive;
  requires transitive im.linnet.avatar;
  requires transitive im.linnet.blocking;
  requires transitive im.linnet.bookmarks;
  requires transitive im.linnet.caps;
  requires transitive im.linnet.carbons;
  requires transitive im.linnet.chatstates;
  requires transitive im.linnet.csi;
  requires transitive im.linnet.disco;
  requires transitive im.linnet.ping;
  requires transitive im.linnet.presence;
  requires transitive im.linnet.privatestorage;
  requires transitive im.linnet.pubsub;
  requires transitive im.linnet.receipts;
  requires transitive im.linnet.references;
  requires transitive im.linnet.repeats;
  requires transitive im.linnet.rooms;
  requires transitive im.linnet.roster;
  requires transitive im.linnet.timeline;
  requires transitive im.linnet.upload;
  requires static transitive org.jspecify;

  exports im.linnet.im;
}
