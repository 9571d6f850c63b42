/** User Nickname (XEP-0172). */
module im.linnet.nickname {
  requires transitive im.linnet.core;
  requires static transitive org.jspecify;

  exports im.linnet.nickname;
}
