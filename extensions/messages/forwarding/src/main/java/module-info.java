/** Forwarded messages (XEP-0297) and unique message ids (XEP-0359). */
module im.linnet.forwarding {
  requires transitive im.linnet.core;
  requires transitive im.linnet.delay;
  requires static transitive org.jspecify;

  exports im.linnet.forwarding;
}
