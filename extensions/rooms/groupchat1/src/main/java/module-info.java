/** Rooms of gateways, joined the way of groupchat 1.0. */
@SuppressWarnings("module") // The digit is the version of the protocol, not of this artifact.
module im.linnet.groupchat1 {
  requires transitive im.linnet.core;
  requires im.linnet.delay;
  requires static transitive org.jspecify;
  requires org.slf4j;

  exports im.linnet.groupchat1;
}
