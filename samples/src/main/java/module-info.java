/** One short program for each question. */
module im.linnet.samples {
  requires im.linnet.archive;
  requires im.linnet.chatstates;
  requires im.linnet.core;
  requires im.linnet.delay;
  requires im.linnet.jidlookup;
  requires im.linnet.nickname;
  requires im.linnet.presence;
  requires im.linnet.roster;
  requires im.linnet.sasl.messenger;
  requires im.linnet.testkit;
  requires im.linnet.vcard;
  requires java.net.http;
  requires static org.jspecify;
}
