/** The contact list of RFC 6121, section 2. */
module im.linnet.roster {
  requires transitive im.linnet.core;
  requires im.linnet.nickname;
  requires static transitive org.jspecify;
  requires org.slf4j;

  exports im.linnet.roster;
}
