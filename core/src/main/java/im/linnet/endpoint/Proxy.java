package im.linnet.endpoint;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A proxy for connections to services.
 *
 * <p>The proxy resolves the service's host name, so this machine sends no address query for it, and
 * no SRV query either, unless {@link #withLocalSrv()} is set. Users of a proxy usually want
 * privacy, and a query to the local DNS would reveal the service, or have no external DNS at all.
 * Without SRV records the client connects to the configured endpoints, or to port 5222 of the
 * domain.
 *
 * <p>A proxy sees host names and ciphertext; the service's certificate is verified as usual.
 *
 * @param protocol the proxy's protocol
 * @param host the proxy's host name, looked up locally, or its IP address
 * @param port the proxy's TCP port, 1 to 65535
 * @param user the user name, or null for none
 * @param password the password, or null if there is no user name; never printed
 * @param localSrv whether the service's SRV records are looked up by the local DNS
 */
public record Proxy(
    Protocol protocol,
    String host,
    int port,
    @Nullable String user,
    @Nullable String password,
    boolean localSrv) {

  /** The longest name or password that SOCKS5 can carry (RFC 1929, section 2). */
  private static final int MAX_SOCKS = 255;

  /** The protocol of a proxy. */
  public enum Protocol {
    /** SOCKS version 5 (RFC 1928), with user name and password (RFC 1929). */
    SOCKS5("socks5"),
    /** The CONNECT method of HTTP/1.1 (RFC 9110, section 9.3.6), with Basic authentication. */
    HTTP_CONNECT("http");

    private final String scheme;

    Protocol(String scheme) {
      this.scheme = scheme;
    }
  }

  /**
   * Checks that the protocol can carry the values.
   *
   * @throws IllegalArgumentException if it can't; the message contains no secret
   */
  public Proxy {
    if (host.isEmpty()) {
      throw new IllegalArgumentException("host: empty (expected: a host name or an address)");
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port: %d (expected: 1 to 65535)".formatted(port));
    }
    if ((user == null) != (password == null)) {
      throw new IllegalArgumentException("user: without password or the reverse (expected: both)");
    }
    if (user != null && password != null) {
      check(protocol, "user", user);
      check(protocol, "password", password);
      if (protocol == Protocol.HTTP_CONNECT && user.indexOf(':') >= 0) {
        throw new IllegalArgumentException("user: has a colon (expected: none, RFC 7617)");
      }
    }
  }

  private static void check(Protocol protocol, String what, String secret) {
    if (protocol != Protocol.SOCKS5) {
      return;
    }
    boolean ascii = StandardCharsets.US_ASCII.newEncoder().canEncode(secret);
    if (!ascii || secret.isEmpty() || secret.length() > MAX_SOCKS) {
      throw new IllegalArgumentException(
          what + ": can't be sent by SOCKS5 (expected: 1 to 255 ASCII characters)");
    }
  }

  /**
   * Creates a SOCKS5 proxy without a password.
   *
   * @param host the proxy's host name or IP address
   * @param port its TCP port
   * @return the proxy
   */
  public static Proxy socks5(String host, int port) {
    return new Proxy(Protocol.SOCKS5, host, port, null, null, false);
  }

  /**
   * Creates a SOCKS5 proxy with a password, which is sent to the proxy in clear text (RFC 1929).
   *
   * @param host the proxy's host name or IP address
   * @param port its TCP port
   * @param user the user name, 1 to 255 ASCII characters
   * @param password the password, 1 to 255 ASCII characters
   * @return the proxy
   */
  public static Proxy socks5(String host, int port, String user, String password) {
    return new Proxy(Protocol.SOCKS5, host, port, user, password, false);
  }

  /**
   * Creates an HTTP proxy without a password.
   *
   * @param host the proxy's host name or IP address
   * @param port its TCP port
   * @return the proxy
   */
  public static Proxy httpConnect(String host, int port) {
    return new Proxy(Protocol.HTTP_CONNECT, host, port, null, null, false);
  }

  /**
   * Creates an HTTP proxy with a password, which is sent to the proxy in clear text (RFC 7617).
   *
   * @param host the proxy's host name or IP address
   * @param port its TCP port
   * @param user the user name, without a colon
   * @param password the password
   * @return the proxy
   */
  public static Proxy httpConnect(String host, int port, String user, String password) {
    return new Proxy(Protocol.HTTP_CONNECT, host, port, user, password, false);
  }

  /**
   * Returns a copy that looks up the service's SRV records by the local DNS.
   *
   * @return the copy; the local DNS learns which service is used
   */
  public Proxy withLocalSrv() {
    return new Proxy(protocol, host, port, user, password, true);
  }

  /** {@return {@code scheme://host:port}, without user name and password} */
  @Override
  public String toString() {
    return protocol.scheme + "://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
