package im.linnet.endpoint;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * How names are looked up.
 *
 * @param servers the DNS servers, asked in turn until one knows; empty for those of the system
 * @param limit how long one look-up may take, all servers and repetitions together
 */
public record Dns(List<InetSocketAddress> servers, Duration limit) {

  private static final Duration USUAL_LIMIT = Duration.ofSeconds(10);

  /**
   * Keeps an unchangeable copy of the servers.
   *
   * @throws IllegalArgumentException if a server is itself only a name, or the limit is not above 0
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

  /** {@return look-ups by the system's DNS servers, of 10 seconds at most} */
  public static Dns system() {
    return new Dns(List.of(), USUAL_LIMIT);
  }

  /**
   * Look-ups by certain servers, of 10 seconds at most.
   *
   * @param servers the DNS servers
   * @return the setting
   */
  public static Dns of(InetSocketAddress... servers) {
    return new Dns(List.of(servers), USUAL_LIMIT);
  }

  /**
   * The same servers with another limit.
   *
   * @param newLimit how long one look-up may take
   * @return the setting
   */
  public Dns withLimit(Duration newLimit) {
    return new Dns(servers, newLimit);
  }
}
