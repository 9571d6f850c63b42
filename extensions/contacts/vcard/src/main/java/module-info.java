/** vcard-temp (XEP-0054), typed. */
module im.linnet.vcard {
  requires transitive im.linnet.core;
  requires static transitive org.jspecify;

  exports im.linnet.vcard;
}
