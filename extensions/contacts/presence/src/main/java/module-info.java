/** Own presence, and the latest presence of every contact (RFC 6121, sections 3 and 4). */
module im.linnet.presence {
  requires transitive im.linnet.core;
  requires im.linnet.nickname;
  requires static transitive org.jspecify;
  requires org.slf4j;

  exports im.linnet.presence;
}
