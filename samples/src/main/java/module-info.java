/** One short program a question. */
module im.linnet.samples {
  requires im.linnet.core;
  requires im.linnet.roster;
  requires im.linnet.sasl.messenger;
  requires im.linnet.testkit;
  requires static org.jspecify;
}
