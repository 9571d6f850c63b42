/** Push Notifications (XEP-0357). */
module im.linnet.push {
  requires transitive im.linnet.core;
  requires transitive im.linnet.forms;
  requires static transitive org.jspecify;
  requires org.slf4j;

  exports im.linnet.push;
}
