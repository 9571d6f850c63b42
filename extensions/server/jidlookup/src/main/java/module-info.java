/** From an e-mail address to the JID of a Messenger account. */
module im.linnet.jidlookup {
  requires transitive im.linnet.core;
  requires im.linnet.disco;
  requires static transitive org.jspecify;

  exports im.linnet.jidlookup;
}
