/** Jabber Component Protocol (XEP-0114). */
module im.linnet.component {
  requires transitive im.linnet.core;
  requires static transitive org.jspecify;

  exports im.linnet.component;
}
