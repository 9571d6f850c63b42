/** All messages of an account in one sequence. */
module im.linnet.timeline {
  requires transitive im.linnet.core;
  requires transitive im.linnet.archive;
  requires transitive im.linnet.carbons;
  requires im.linnet.delay;
  requires im.linnet.forwarding;
  requires static transitive org.jspecify;
  requires org.slf4j;

  exports im.linnet.timeline;
}
