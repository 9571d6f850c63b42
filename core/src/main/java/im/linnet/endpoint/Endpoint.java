package im.linnet.endpoint;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An address at which a service may be reached: a TCP host and port, or a URI that one of the
 * client's {@linkplain im.linnet.stream.Transport transports} serves. Immutable value.
 */
public final class Endpoint {

  private final String host;
  private final int port;
  private final boolean directTls;
  private final @Nullable URI uri;

  private Endpoint(String host, int port, boolean directTls, @Nullable URI uri) {
    if (host.isEmpty()) {
      throw new IllegalArgumentException("host: empty (expected: a host name or an address)");
    }
    this.host = host;
    this.port = port;
    this.directTls = directTls;
    this.uri = uri;
  }

  private static Endpoint tcp(String host, int port, boolean directTls) {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port: %d (expected: 1 to 65535)".formatted(port));
    }
    return new Endpoint(host, port, directTls, null);
  }

  /**
   * Creates a TCP endpoint that starts in clear text and is secured by STARTTLS.
   *
   * @param host a host name or an IP address; an IPv6 address without brackets
   * @param port the TCP port, 1 to 65535
   * @return the endpoint
   * @throws IllegalArgumentException if the host is empty or the port is out of range
   */
  public static Endpoint startTls(String host, int port) {
    return tcp(host, port, false);
  }

  /**
   * Creates a TCP endpoint with direct TLS (XEP-0368).
   *
   * @param host a host name or an IP address; an IPv6 address without brackets
   * @param port the TCP port, 1 to 65535
   * @return the endpoint
   * @throws IllegalArgumentException if the host is empty or the port is out of range
   */
  public static Endpoint directTls(String host, int port) {
    return tcp(host, port, true);
  }

  /**
   * Creates an endpoint from a URI, such as {@code wss://example.org/xmpp-websocket} (RFC 7395).
   * The client needs a transport that serves it.
   *
   * @param uri an absolute URI with a host and without user information
   * @return the endpoint
   * @throws IllegalArgumentException if the URI is of another kind
   */
  public static Endpoint at(URI uri) {
    String host = uri.getHost();
    String scheme = uri.getScheme();
    if (host == null || scheme == null || uri.getRawUserInfo() != null) {
      // The URI is not shown, as it may contain a password.
      throw new IllegalArgumentException(
          "uri: no absolute URI with a host and without user information (expected: such as"
              + " wss://example.org/xmpp-websocket)");
    }
    boolean literal = host.startsWith("[");
    return new Endpoint(
        literal ? host.substring(1, host.length() - 1) : host, port(scheme, uri), false, uri);
  }

  private static int port(String scheme, URI uri) {
    int standard =
        switch (scheme.toLowerCase(Locale.ROOT)) {
          case "ws", "http" -> 80;
          case "wss", "https" -> 443;
          default -> 0;
        };
    return uri.getPort() < 0 ? standard : uri.getPort();
  }

  /** {@return the host name or IP address; an IPv6 address without brackets} */
  public String host() {
    return host;
  }

  /** {@return the port; 0 for a URI that has none and whose scheme has no default} */
  public int port() {
    return port;
  }

  /** {@return whether this is a TCP endpoint with direct TLS (XEP-0368)} */
  public boolean directTls() {
    return directTls;
  }

  /** {@return the URI, or null for a TCP endpoint} */
  public @Nullable URI uri() {
    return uri;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Endpoint that
        && host.equals(that.host)
        && port == that.port
        && directTls == that.directTls
        && Objects.equals(uri, that.uri);
  }

  @Override
  public int hashCode() {
    return Objects.hash(host, port, directTls, uri);
  }

  /**
   * Describes the endpoint.
   *
   * @return {@code host:port}, an IPv6 address in brackets; for a URI its scheme, host, port and
   *     path, without the query, which may contain a secret
   */
  @Override
  public String toString() {
    if (uri != null) {
      return uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
    }
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
