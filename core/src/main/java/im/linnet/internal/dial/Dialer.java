package im.linnet.internal.dial;

import im.linnet.endpoint.Endpoint;
import im.linnet.endpoint.Proxy;
import im.linnet.failure.RefusedException;
import im.linnet.internal.dns.HostName;
import im.linnet.internal.dns.Located;
import im.linnet.internal.dns.Resolver;
import im.linnet.internal.redirect.RedirectTarget;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Finds endpoints, and the way to them: directly or through a proxy. It holds nothing but its two
 * parts, so many clients may share it; methods may be called on any thread.
 */
public final class Dialer {

  private final Resolver resolver;
  private final @Nullable Proxy proxy;

  /**
   * A dialer.
   *
   * @param resolver looks names up; stays the caller's to close
   * @param proxy the proxy to go through, or null for none
   */
  public Dialer(Resolver resolver, @Nullable Proxy proxy) {
    this.resolver = resolver;
    this.proxy = proxy;
  }

  /**
   * Finds where a domain's service is, as {@link Resolver#locate} does; behind a proxy without
   * asking DNS, unless {@link Proxy#localSrv()} is set.
   *
   * @param domain the domain in A-labels, or an IP address
   * @param fallback where to go if there are no SRV records; may be empty
   * @param limit how long to wait for the records
   * @return the places; fails like {@link Resolver#locate}
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

  /** Finds the addresses of a line's host, as {@link Resolver#addresses} does. */
  public CompletableFuture<List<InetAddress>> addresses(Line line) {
    return resolver.addresses(line.host());
  }

  /**
   * Finds where a redirect leads: its host and port, or without a port whatever a domain of that
   * name would mean (RFC 6120, section 4.9.3.19): its SRV records, else the host at port 5222. That
   * the records can't be had is no obstacle, as the server vouches for the host.
   *
   * @param target the redirect
   * @param limit how long to wait for the records
   * @return the places; fails like {@link Resolver#locate}
   */
  public CompletableFuture<Located> locate(RedirectTarget target, Duration limit) {
    List<Endpoint> itself = List.of(target.endpoint());
    return target.port() == null
        ? locate(target.host(), itself, limit)
        : CompletableFuture.completedFuture(Located.of(itself));
  }

  /**
   * The way to an endpoint.
   *
   * @throws RefusedException if its host is not a name
   */
  public Line line(Endpoint endpoint) {
    if (proxy == null) {
      return new DirectLine(endpoint);
    }
    if (HostName.address(endpoint.host()) != null) {
      return new ProxyLine(endpoint, proxy);
    }
    String host = new HostName(endpoint.host()).text();
    return new ProxyLine(new Endpoint(host, endpoint.port(), endpoint.directTls()), proxy);
  }
}
