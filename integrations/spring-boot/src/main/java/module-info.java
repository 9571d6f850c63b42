/**
 * Clients in Spring Boot 3.5 and 4. Spring's artifacts are automatic modules, so an image that
 * {@code jlink} makes can't contain this one.
 */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
module im.linnet.spring.boot.starter {
  requires transitive im.linnet.core;
  requires static im.linnet.micrometer;
  requires static im.linnet.websocket;
  requires static micrometer.core;
  requires static transitive org.jspecify;
  requires org.slf4j;
  requires spring.beans;
  requires transitive spring.boot;
  requires spring.boot.autoconfigure;
  requires static spring.boot.actuator;
  requires static spring.boot.health;
  requires spring.context;
  requires spring.core;

  exports im.linnet.spring.boot.starter;
}
