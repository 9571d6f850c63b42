/** Message Archiving (XEP-0136). */
module im.linnet.archive {
  requires transitive im.linnet.core;
  requires static transitive org.jspecify;
  requires org.slf4j;

  exports im.linnet.archive;
}
