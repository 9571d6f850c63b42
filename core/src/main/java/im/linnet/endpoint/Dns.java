package im.linnet.endpoint;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * Settings for DNS look-ups.
 *
 * @param servers the DNS servers, queried in turn until one answers; empty for those of the system
 * @param limit how long one look-up may take, including all servers and retries
 * @param dnssecTrusted whether to believe these servers when they call an answer authentic by
 *     DNSSEC; see {@link #trustDnssec()}
 */
public record Dns(List<InetSocketAddress> servers, Duration limit, boolean dnssecTrusted) {

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
    return new Dns(List.of(), USUAL_LIMIT, false);
  }

  /**
   * Creates settings with specific servers and a limit of 10 seconds.
   *
   * @param servers the DNS servers
   * @return the settings
   */
  public static Dns of(InetSocketAddress... servers) {
    return new Dns(List.of(servers), USUAL_LIMIT, false);
  }

  /**
   * Returns a copy with another limit.
   *
   * @param newLimit how long one look-up may take
   * @return the settings
   */
  public Dns withLimit(Duration newLimit) {
    return new Dns(servers, newLimit, dnssecTrusted);
  }

  /**
   * Returns a copy for servers that validate DNSSEC and that nobody can speak for: on this machine,
   * or behind a way that is protected. Clients then authenticate an XMPP server by the certificates
   * that the DNS names for it (DANE, RFC 7673), where DNSSEC vouches for them, and by authorities
   * elsewhere. A server that merely passes on what another says of DNSSEC must not be trusted: who
   * can forge its answers could name a certificate of his own.
   *
   * <p>Off by default. Has no effect for a client whose {@code TlsPolicy} trusts a trust manager,
   * keys alone or anyone, nor for connections through a proxy that looks names up itself, by a
   * transport, or after a redirect.
   *
   * @return the settings
   */
  public Dns trustDnssec() {
    return new Dns(servers, limit, true);
  }
}
