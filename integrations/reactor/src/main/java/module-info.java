/** A client as Flux and Mono of Project Reactor. */
module im.linnet.reactor {
  requires transitive im.linnet.core;
  requires static transitive org.jspecify;
  requires transitive reactor.core;

  exports im.linnet.reactor;
}
