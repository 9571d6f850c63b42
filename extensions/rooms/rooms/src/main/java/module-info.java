/** Multi-User Chat (XEP-0045). */
module im.linnet.rooms {
  requires transitive im.linnet.core;
  requires im.linnet.delay;
  requires transitive im.linnet.disco;
  requires transitive im.linnet.forms;
  requires im.linnet.forwarding;
  requires static transitive org.jspecify;
  requires org.slf4j;

  exports im.linnet.rooms;
}
