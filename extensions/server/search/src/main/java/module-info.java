/** Jabber Search (XEP-0055). */
module im.linnet.search {
  requires transitive im.linnet.core;
  requires transitive im.linnet.forms;
  requires static transitive org.jspecify;

  exports im.linnet.search;
}
