package im.linnet.internal.dial;

import im.linnet.endpoint.Endpoint;
import im.linnet.endpoint.Proxy;
import im.linnet.failure.RefusedException;
import im.linnet.internal.dns.HostName;
import im.linnet.internal.dns.Located;
import im.linnet.internal.dns.Resolver;
import im.linnet.internal.redirect.Reach;
import im.linnet.internal.redirect.RedirectTarget;
import im.linnet.stream.Transport;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Finds endpoints, and how to reach them: directly, through a proxy or by a transport. Immutable,
 * so many clients may share it; methods may be called on any thread.
 */
public final class Dialer {

  private final Resolver resolver;
  private final @Nullable Proxy proxy;
  private final BiFunction<Endpoint, Reach, @Nullable Line> transports;

  /**
   * A dialer.
   *
   * @param resolver looks names up; the caller closes it
   * @param proxy the proxy, or null for none
   */
  public Dialer(Resolver resolver, @Nullable Proxy proxy) {
    this(resolver, proxy, (endpoint, reach) -> null);
  }

  private Dialer(
      Resolver resolver,
      @Nullable Proxy proxy,
      BiFunction<Endpoint, Reach, @Nullable Line> transports) {
    this.resolver = resolver;
    this.proxy = proxy;
    this.transports = transports;
  }

  /**
   * The same dialer with transports, which are checked before the dialer connects by itself.
   *
   * @param transports the transports; the first that serves an endpoint is used
   * @param network what a transport may use for an endpoint, within the addresses that are allowed
   * @return the dialer
   */
  public Dialer with(
      List<Transport> transports, BiFunction<Endpoint, Reach, Transport.Network> network) {
    List<Transport> all = List.copyOf(transports);
    return new Dialer(
        resolver,
        proxy,
        (endpoint, reach) ->
            all.stream()
                .filter(transport -> transport.serves(endpoint))
                .findFirst()
                .map(
                    transport ->
                        new TransportLine(endpoint, transport, network.apply(endpoint, reach)))
                .orElse(null));
  }

  /**
   * Finds a domain's service like {@link Resolver#locate}; with a proxy, without DNS unless {@link
   * Proxy#localSrv()} is set.
   *
   * @param domain the domain in A-labels, or an IP address
   * @param fallback the endpoints if there are no SRV records; may be empty
   * @param limit how long to wait for the records
   * @return the endpoints; fails like {@link Resolver#locate}
   */
  public CompletableFuture<Located> locate(String domain, List<Endpoint> fallback, Duration limit) {
    if (proxy == null || proxy.localSrv()) {
      return resolver.locate(domain, fallback, limit);
    }
    try {
      String checked = HostName.address(domain) == null ? new HostName(domain).text() : domain;
      return CompletableFuture.completedFuture(Resolver.withoutDns(checked, fallback));
    } catch (RefusedException notADomain) {
      return CompletableFuture.failedFuture(notADomain);
    }
  }

  /** Finds the addresses of a line's host, like {@link Line#addresses}. */
  public CompletableFuture<List<InetAddress>> addresses(Line line) {
    return line.addresses(resolver);
  }

  /**
   * Finds the target of a redirect: its host and port, or without a port what a domain of that name
   * would stand for (RFC 6120, section 4.9.3.19): its SRV records, otherwise the host at port 5222.
   * A failed look-up of the records is not an error, because the server vouches for the host.
   *
   * @param target the redirect
   * @param limit how long to wait for the records
   * @return the endpoints; fails like {@link Resolver#locate}
   */
  public CompletableFuture<Located> locate(RedirectTarget target, Duration limit) {
    List<Endpoint> itself = List.of(target.endpoint());
    return target.port() == null
        ? locate(target.host(), itself, limit)
        : CompletableFuture.completedFuture(Located.of(itself));
  }

  /**
   * The line to an endpoint.
   *
   * @param endpoint the endpoint
   * @param reach which addresses a transport may connect to by the client's network; the caller
   *     checks those of other lines
   * @throws RefusedException if its host is not a valid name, or no transport serves it
   */
  public Line line(Endpoint endpoint, Reach reach) {
    Line carried = transports.apply(endpoint, reach);
    if (carried != null) {
      return carried;
    }
    if (endpoint.uri() != null) {
      throw new RefusedException(
          "This client has no transport to %s: give it one by ClientBuilder.transport"
              .formatted(endpoint));
    }
    if (proxy == null) {
      return new DirectLine(endpoint);
    }
    if (HostName.address(endpoint.host()) != null) {
      return new ProxyLine(endpoint, proxy);
    }
    String host = new HostName(endpoint.host()).text();
    int port = endpoint.port();
    return new ProxyLine(
        endpoint.directTls() ? Endpoint.directTls(host, port) : Endpoint.startTls(host, port),
        proxy);
  }
}
