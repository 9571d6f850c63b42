package im.linnet.internal.connect;

import im.linnet.endpoint.Endpoint;
import im.linnet.endpoint.Proxy;
import im.linnet.failure.RefusedException;
import im.linnet.failure.TransportException;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Finds endpoints and opens TCP connections to them, directly or through a proxy. It holds nothing
 * but its two parts, so many clients may share it; methods may be called on any thread.
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
  CompletableFuture<Located> locate(String domain, List<Endpoint> fallback, Duration limit) {
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

  /**
   * Finds where a redirect leads: its host and port, or without a port whatever a domain of that
   * name would mean (RFC 6120, section 4.9.3.19): its SRV records, else the host at port 5222. That
   * the records can't be had is no obstacle, as the server vouches for the host.
   *
   * @param target the redirect
   * @param limit how long to wait for the records
   * @return the places; fails like {@link Resolver#locate}
   */
  CompletableFuture<Located> locate(RedirectTarget target, Duration limit) {
    List<Endpoint> itself = List.of(target.endpoint());
    return target.port() == null
        ? locate(target.host(), itself, limit)
        : CompletableFuture.completedFuture(Located.of(itself));
  }

  /**
   * Opens a connection. Addresses race by RFC 8305; only the winner is handed out.
   *
   * <p>The handler is added once, to the winner, which is then active; handlers see {@code
   * channelActive} as on any new channel, and nothing is read before they are there. {@code
   * TCP_NODELAY} and {@code SO_KEEPALIVE} are on.
   *
   * @param endpoint the place
   * @param limit how long it may take, look-up, race and proxy together
   * @param initializer the channel's handler, usually a {@code ChannelInitializer}
   * @param loop the event loop on which the connection stays; NIO
   * @return the open channel, completed on the event loop, after the handler was added; fails with
   *     {@link TransportException}, or {@link RefusedException} if the host is not a name.
   *     Cancelling it closes everything
   */
  public CompletableFuture<Channel> dial(
      Endpoint endpoint, Duration limit, ChannelHandler initializer, EventLoop loop) {
    Line line;
    try {
      line = line(endpoint);
    } catch (RefusedException notAHost) {
      return CompletableFuture.failedFuture(notAHost);
    }
    return new Race(line, limit, initializer, loop).run(resolver.addresses(line.host()));
  }

  private Line line(Endpoint endpoint) {
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
