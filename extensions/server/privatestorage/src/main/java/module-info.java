/** Private XML Storage (XEP-0049). */
module im.linnet.privatestorage {
  requires transitive im.linnet.core;
  requires static transitive org.jspecify;

  exports im.linnet.privatestorage;
}
