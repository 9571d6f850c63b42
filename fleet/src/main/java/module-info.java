/** Many accounts over several JVMs: one session each, handed on when a node leaves or is lost. */
module im.linnet.fleet {
  requires transitive im.linnet.core;
  requires static transitive org.jspecify;
  requires org.slf4j;
  requires pekko.actor;
  requires pekko.cluster;
  requires pekko.cluster.sharding;
  requires pekko.cluster.tools;
  requires pekko.slf4j;
  requires scala.library;
  requires typesafe.config;

  exports im.linnet.fleet;
  exports im.linnet.fleet.session;
}
