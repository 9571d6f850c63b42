/** One short program for each question. */
module im.linnet.samples {
  requires im.linnet.oldarchive;
  requires im.linnet.avatar;
  requires im.linnet.chatstates;
  requires com.fasterxml.jackson.databind;
  requires im.linnet.commands;
  requires im.linnet.component;
  requires im.linnet.core;
  requires im.linnet.delay;
  requires im.linnet.disco;
  // On the module path its engine's jars would be resolved for each sample.
  requires static im.linnet.fleet;
  requires im.linnet.forms;
  requires im.linnet.gateway;
  requires im.linnet.groupchat1;
  requires im.linnet.im;
  requires im.linnet.jidlookup;
  requires im.linnet.messageevents;
  requires im.linnet.nickname;
  requires im.linnet.noerror;
  requires im.linnet.presence;
  requires im.linnet.references;
  requires im.linnet.registration;
  requires im.linnet.rooms;
  requires im.linnet.roster;
  requires im.linnet.rostersync;
  requires im.linnet.sasl.messenger;
  requires im.linnet.testkit;
  requires im.linnet.trace;
  requires im.linnet.vcard;
  requires java.net.http;
  requires jdk.httpserver;
  requires static org.jspecify;
}
