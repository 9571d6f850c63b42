/** Message Carbons (XEP-0280). */
module im.linnet.carbons {
  requires transitive im.linnet.core;
  requires transitive im.linnet.forwarding;
  requires static transitive org.jspecify;
  requires org.slf4j;

  exports im.linnet.carbons;
}
