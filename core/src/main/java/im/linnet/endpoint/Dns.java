package im.linnet.endpoint;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * Settings for DNS look-ups.
 *
 * @param servers the DNS servers, queried in turn until one answers; empty for those of the system
 * @param limit how long one look-up may take, including all servers and retries
 */
public record Dns(List<InetSocketAddress> servers, Duration limit) {

  private static final Duration USUAL_LIMIT = Duration.ofSeconds(10);

  /**
   * Copies the servers.
   *
   * @throws IllegalArgumentException if a server's address is unresolved, or the limit is not
   *     positive
   */
  public Dns {
    servers = List.copyOf(servers);
    for (InetSocketAddress server : servers) {
      if (server.isUnresolved()) {
        throw new IllegalArgumentException("server: " + server + " (expected: an IP address)");
      }
    }
    if (limit.isZero() || limit.isNegative()) {
      throw new IllegalArgumentException("limit: " + limit + " (expected: > 0)");
    }
  }

  /** {@return the system's DNS servers, with a limit of 10 seconds} */
  public static Dns system() {
    return new Dns(List.of(), USUAL_LIMIT);
  }

  /**
   * Creates settings with specific servers and a limit of 10 seconds.
   *
   * @param servers the DNS servers
   * @return the settings
   */
  public static Dns of(InetSocketAddress... servers) {
    return new Dns(List.of(servers), USUAL_LIMIT);
  }

  /**
   * Returns a copy with another limit.
   *
   * @param newLimit how long one look-up may take
   * @return the settings
   */
  public Dns withLimit(Duration newLimit) {
    return new Dns(servers, newLimit);
  }
}
