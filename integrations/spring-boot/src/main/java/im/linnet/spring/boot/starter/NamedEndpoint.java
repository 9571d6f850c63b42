package im.linnet.spring.boot.starter;

import im.linnet.endpoint.Endpoint;
import java.net.URI;
import java.util.Locale;

/** An endpoint as a property names it. */
final class NamedEndpoint {

  private static final int STARTTLS_PORT = 5222;
  private static final int DIRECT_TLS_PORT = 5223;

  private NamedEndpoint() {}

  /**
   * Reads an endpoint.
   *
   * @throws IllegalArgumentException if the text is none; its message does not quote the text,
   *     which may contain a secret
   */
  static Endpoint of(String text) {
    URI uri = URI.create(text.contains("://") ? text : "starttls://" + text);
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    return switch (scheme) {
      case "ws", "wss" -> Endpoint.at(uri);
      case "starttls" -> Endpoint.startTls(host(uri), port(uri, STARTTLS_PORT));
      case "tls" -> Endpoint.directTls(host(uri), port(uri, DIRECT_TLS_PORT));
      default -> throw new IllegalArgumentException("an endpoint of an unknown kind");
    };
  }

  private static String host(URI uri) {
    String host = uri.getHost();
    if (host == null || uri.getRawUserInfo() != null || !uri.getRawPath().isEmpty()) {
      throw new IllegalArgumentException("something else than a host and a port");
    }
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static int port(URI uri, int standard) {
    return uri.getPort() < 0 ? standard : uri.getPort();
  }
}
