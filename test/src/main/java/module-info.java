/** Clients, steps and time under the control of a test. */
module im.linnet.test {
  requires transitive im.linnet.core;
  requires transitive im.linnet.testkit;
  requires static transitive org.jspecify;

  exports im.linnet.test;
}
