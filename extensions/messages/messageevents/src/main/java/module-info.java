/** Message Events (XEP-0022), as gateways use them: composing only. */
module im.linnet.messageevents {
  requires transitive im.linnet.core;
  requires im.linnet.delay;
  requires static transitive org.jspecify;
  requires org.slf4j;

  exports im.linnet.messageevents;
}
