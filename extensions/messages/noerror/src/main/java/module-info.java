/** Messages whose failures a gateway does not report (sapo:noerror). */
module im.linnet.noerror {
  requires transitive im.linnet.core;
  requires static transitive org.jspecify;

  exports im.linnet.noerror;
}
