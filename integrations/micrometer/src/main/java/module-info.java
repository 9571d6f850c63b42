/**
 * Meters and observations of clients, for Micrometer. Micrometer's artifacts are automatic modules,
 * so an image that {@code jlink} makes can't contain this one.
 */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
module im.linnet.micrometer {
  requires context.propagation;
  requires transitive im.linnet.core;
  requires static im.linnet.fleet;
  requires transitive micrometer.commons;
  requires transitive micrometer.core;
  requires transitive micrometer.observation;
  requires static transitive org.jspecify;

  exports im.linnet.micrometer;
}
