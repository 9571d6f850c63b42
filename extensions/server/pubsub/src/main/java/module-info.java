/** Publish-Subscribe (XEP-0060) and Personal Eventing (XEP-0163). */
module im.linnet.pubsub {
  requires transitive im.linnet.core;
  requires transitive im.linnet.disco;
  requires transitive im.linnet.forms;
  requires im.linnet.delay;
  requires static transitive org.jspecify;
  requires org.slf4j;

  exports im.linnet.pubsub;
}
