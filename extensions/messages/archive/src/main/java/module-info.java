/** Message Archive Management (XEP-0313, XEP-0441). */
module im.linnet.archive {
  requires transitive im.linnet.core;
  requires transitive im.linnet.forms;
  requires transitive im.linnet.forwarding;
  requires im.linnet.delay;
  requires static transitive org.jspecify;
  requires org.slf4j;

  exports im.linnet.archive;
}
