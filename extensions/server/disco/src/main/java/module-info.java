/** Service Discovery (XEP-0030). */
module im.linnet.disco {
  requires transitive im.linnet.core;
  requires static transitive org.jspecify;

  exports im.linnet.disco;
}
