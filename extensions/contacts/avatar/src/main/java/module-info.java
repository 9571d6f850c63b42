/** User Avatar (XEP-0084) and vCard-Based Avatars (XEP-0153), with a cache. */
module im.linnet.avatar {
  requires transitive im.linnet.core;
  requires im.linnet.vcard;
  requires im.linnet.nickname;
  requires im.linnet.disco;
  requires im.linnet.pubsub;
  requires static transitive org.jspecify;
  requires org.slf4j;

  exports im.linnet.avatar;
}
