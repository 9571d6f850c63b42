package im.linnet.samples;

import im.linnet.ClientBuilder;
import im.linnet.XmppClient;
import im.linnet.endpoint.Endpoint;
import im.linnet.jid.Jid;
import im.linnet.sasl.Sasl;
import im.linnet.testkit.server.RealServer;
import im.linnet.testkit.server.ServerKind;
import im.linnet.tls.TlsPolicy;
import im.linnet.upload.UploadSettings;
import java.net.http.HttpClient;

/** A server on this machine with accounts for Juliet and Romeo. */
record ImHost(RealServer server) implements AutoCloseable {

  static final String DOMAIN = "localhost";
  static final Jid JULIET = Jid.of("juliet@" + DOMAIN);
  static final Jid ROMEO = Jid.of("romeo@" + DOMAIN);

  private static final String PASSWORD = "R0m30";

  /**
   * Starts a server.
   *
   * @param name {@code prosody}, {@code prosody13}, {@code ejabberd} or {@code ejabberd24}
   * @throws IllegalStateException if it is not installed, in one sentence
   */
  static ImHost start(String name) {
    return new ImHost(
        kind(name)
            .settings()
            .user(String.valueOf(JULIET.local()), PASSWORD)
            .user(String.valueOf(ROMEO.local()), PASSWORD)
            .start());
  }

  /** The kind of server that an option names. */
  static ServerKind kind(String name) {
    return switch (name) {
      case "prosody13" -> ServerKind.MODERN_PROSODY;
      case "ejabberd" -> ServerKind.EJABBERD;
      case "ejabberd24" -> ServerKind.MODERN_EJABBERD;
      default -> ServerKind.PROSODY;
    };
  }

  /** A builder of a client of a user, still without extensions. */
  ClientBuilder client(Jid user) {
    return XmppClient.builder(user)
        .sasl(Sasl.password(PASSWORD))
        .endpoint(Endpoint.startTls("127.0.0.1", server.starttlsPort()))
        .tls(TlsPolicy.builder().trust(server.authority().trustAnchor()).build());
  }

  /** Its files come from this machine and by a certificate that only this program trusts. */
  UploadSettings uploads() {
    HttpClient http =
        HttpClient.newBuilder().sslContext(server.authority().clientContext()).build();
    return UploadSettings.standard().http(http).allowHost(DOMAIN);
  }

  Jid room(String name) {
    return Jid.of(name + "@" + server.roomDomain());
  }

  @Override
  public void close() {
    server.close();
  }
}
