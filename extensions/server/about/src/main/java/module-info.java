/** Small questions to entities: idle time, software, time of day, external services. */
module im.linnet.about {
  requires transitive im.linnet.core;
  requires static transitive org.jspecify;

  exports im.linnet.about;
}
