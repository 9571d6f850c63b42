/**
 * SASL mechanisms of Google Talk and Facebook Chat: X-OAUTH2, X-GOOGLE-TOKEN, X-FACEBOOK-PLATFORM.
 */
module im.linnet.sasl.siblings {
  requires transitive im.linnet.core;
  requires static transitive org.jspecify;

  exports im.linnet.sasl.siblings;
}
