package im.linnet;

import im.linnet.endpoint.Endpoint;
import im.linnet.sasl.Sasl;
import im.linnet.testkit.junit.ServerExtension;
import im.linnet.testkit.server.RealServer;
import im.linnet.tls.TlsPolicy;

/** A user of a real server, whose password follows from the name. */
record ServerUser(RealServer server, String name) {

  /** A server, not started yet, with users of those names. */
  static ServerExtension<RealServer> serverWith(RealServer.Builder settings, String... names) {
    for (String name : names) {
      settings.user(name, password(name));
    }
    return ServerExtension.of(settings);
  }

  static String password(String name) {
    return "secret-" + name;
  }

  /** Of a client at the port for STARTTLS. */
  ClientBuilder builder() {
    return builder(server.starttlsPort());
  }

  /** Of a client at another port that begins in clear text, such as a proxy's. */
  ClientBuilder builder(int port) {
    return builder(Endpoint.startTls("127.0.0.1", port));
  }

  ClientBuilder builder(Endpoint endpoint) {
    return XmppClient.builder(name + "@" + server.domain())
        .sasl(Sasl.password(password(name)))
        .endpoint(endpoint)
        .tls(trusting());
  }

  /** Trusts the server's authority. */
  TlsPolicy trusting() {
    return TlsPolicy.builder().trust(server.authority().trustAnchor()).build();
  }
}
