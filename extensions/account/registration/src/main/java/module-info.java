/** In-Band Registration (XEP-0077), of accounts and with services such as gateways. */
module im.linnet.registration {
  requires transitive im.linnet.core;
  requires transitive im.linnet.forms;
  requires static transitive org.jspecify;

  exports im.linnet.registration;
}
