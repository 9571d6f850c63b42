/** Message Archiving (XEP-0136). */
module im.linnet.oldarchive {
  requires transitive im.linnet.core;
  requires static transitive org.jspecify;
  requires org.slf4j;

  exports im.linnet.oldarchive;
}
