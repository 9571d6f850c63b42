/** Contact lists that gateways suggest: roster-subsync and Roster Item Exchange (XEP-0144). */
module im.linnet.rostersync {
  requires transitive im.linnet.core;
  requires im.linnet.nickname;
  requires im.linnet.roster;
  requires static transitive org.jspecify;
  requires org.slf4j;

  exports im.linnet.rostersync;
}
