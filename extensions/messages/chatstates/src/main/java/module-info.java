/** Chat State Notifications (XEP-0085). */
module im.linnet.chatstates {
  requires transitive im.linnet.core;
  requires im.linnet.delay;
  requires static transitive org.jspecify;

  exports im.linnet.chatstates;
}
