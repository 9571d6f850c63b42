/** Drops repeated messages. */
module im.linnet.repeats {
  requires transitive im.linnet.core;
  requires static transitive org.jspecify;

  exports im.linnet.repeats;
}
