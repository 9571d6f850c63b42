/** Entity Capabilities (XEP-0115 and XEP-0390). */
module im.linnet.caps {
  requires transitive im.linnet.core;
  requires transitive im.linnet.disco;
  requires static transitive org.jspecify;
  requires org.slf4j;

  exports im.linnet.caps;
}
