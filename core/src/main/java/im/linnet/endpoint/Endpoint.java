package im.linnet.endpoint;

/**
 * A place where a service may be reached.
 *
 * @param host a host name or an IP address; an IPv6 address without brackets
 * @param port the TCP port, 1 to 65535
 * @param directTls whether TLS starts with the connection (XEP-0368) and not by STARTTLS
 */
public record Endpoint(String host, int port, boolean directTls) {

  /**
   * Checks the port.
   *
   * @throws IllegalArgumentException if the host is empty or the port is out of range
   */
  public Endpoint {
    if (host.isEmpty()) {
      throw new IllegalArgumentException("host: empty (expected: a host name or an address)");
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port: %d (expected: 1 to 65535)".formatted(port));
    }
  }

  /**
   * A place that is reached in clear text first and secured by STARTTLS.
   *
   * @param host a host name or an address
   * @param port the TCP port
   * @return the endpoint
   */
  public static Endpoint startTls(String host, int port) {
    return new Endpoint(host, port, false);
  }

  /**
   * A place where TLS starts with the connection (XEP-0368).
   *
   * @param host a host name or an address
   * @param port the TCP port
   * @return the endpoint
   */
  public static Endpoint directTls(String host, int port) {
    return new Endpoint(host, port, true);
  }

  /** {@return {@code host:port}, an IPv6 address in brackets} */
  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
