/** OAuth 2.0 for programs that sign in for a user: consent, tokens, and refreshing them. */
module im.linnet.oauth {
  requires com.fasterxml.jackson.databind;
  requires transitive im.linnet.core;
  requires transitive java.net.http;
  requires jdk.httpserver;
  requires static transitive org.jspecify;
  requires org.slf4j;

  exports im.linnet.oauth;
}
