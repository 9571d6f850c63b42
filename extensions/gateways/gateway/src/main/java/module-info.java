/** Gateway Interaction (XEP-0100). */
module im.linnet.gateway {
  requires transitive im.linnet.core;
  requires transitive im.linnet.disco;
  requires im.linnet.roster;
  requires static transitive org.jspecify;
  requires org.slf4j;

  exports im.linnet.gateway;
}
