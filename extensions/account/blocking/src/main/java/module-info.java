/** Blocking (XEP-0191) and reports (XEP-0377). */
module im.linnet.blocking {
  requires transitive im.linnet.core;
  requires transitive im.linnet.forwarding;
  requires static transitive org.jspecify;
  requires org.slf4j;

  exports im.linnet.blocking;
}
