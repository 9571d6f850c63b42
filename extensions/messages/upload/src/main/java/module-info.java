/**
 * Files shared over HTTP (XEP-0363), their metadata (XEP-0446) and how they are shared (XEP-0447).
 */
module im.linnet.upload {
  requires transitive im.linnet.core;
  requires transitive java.net.http;
  requires transitive im.linnet.disco;
  requires im.linnet.forms;
  requires static transitive org.jspecify;

  exports im.linnet.upload;
}
