package im.linnet.samples;

import im.linnet.testkit.server.EjabberdServer;
import im.linnet.testkit.server.ProsodyServer;
import im.linnet.testkit.server.RealServer;
import im.linnet.testkit.small.SmallServer;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A server on this machine that has an account for Juliet and lets the gateway attach itself.
 *
 * @param name what to call it
 * @param clientPort the port for clients
 * @param componentPort the port for the gateway
 * @param trustAnchor the certificate to trust
 * @param stop ends it
 */
record GatewayHost(
    String name, int clientPort, int componentPort, X509Certificate trustAnchor, Runnable stop)
    implements AutoCloseable {

  static final String DOMAIN = "localhost";
  static final String GATEWAY = "msn.localhost";
  static final String SECRET = "secret0of0the0gateway";
  static final String USER = "juliet";
  static final String PASSWORD = "R0m30";

  /**
   * Starts a server.
   *
   * @param kind {@code prosody}, {@code ejabberd} or {@code small}
   * @param notes is given a sentence if that server is not installed; the small one takes its place
   */
  static GatewayHost start(String kind, Consumer<String> notes) {
    return switch (kind) {
      case "prosody" -> start("Prosody", ProsodyServer.missing(), ProsodyServer.builder(), notes);
      case "ejabberd" ->
          start("ejabberd", EjabberdServer.missing(), EjabberdServer.builder(), notes);
      default -> small();
    };
  }

  private static GatewayHost start(
      String name, Optional<String> missing, RealServer.Builder builder, Consumer<String> notes) {
    if (missing.isPresent()) {
      notes.accept(
          "%s is not installed here (%s), so a small server inside this program takes its place"
              .formatted(name, missing.get()));
      return small();
    }
    RealServer server = builder.user(USER, PASSWORD).component(GATEWAY, SECRET).start();
    return new GatewayHost(
        name,
        server.starttlsPort(),
        server.componentPort(GATEWAY),
        server.authority().trustAnchor(),
        server::close);
  }

  private static GatewayHost small() {
    SmallServer server =
        SmallServer.builder().user(USER, PASSWORD).component(GATEWAY, SECRET).start();
    return new GatewayHost(
        "The small server",
        server.starttlsPort(),
        server.componentPort(),
        server.trustAnchor(),
        server::close);
  }

  @Override
  public void close() {
    stop.run();
  }
}
