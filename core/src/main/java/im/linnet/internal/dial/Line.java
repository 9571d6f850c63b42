package im.linnet.internal.dial;

import im.linnet.endpoint.Endpoint;
import im.linnet.failure.TransportException;
import im.linnet.internal.dns.Resolver;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** How to open a channel to an endpoint: directly, through a proxy or by a transport. */
public interface Line {

  /** The endpoint. */
  Endpoint endpoint();

  /** The host whose addresses take part in the race. */
  String host();

  /**
   * Looks those addresses up.
   *
   * @param resolver looks names up
   * @return the addresses, at least one; fails like {@link Resolver#addresses}
   */
  default CompletableFuture<List<InetAddress>> addresses(Resolver resolver) {
    return resolver.addresses(host());
  }

  /** The TCP address for one of the host's addresses. */
  InetSocketAddress place(InetAddress address);

  /** Whether the host's addresses are the endpoint's own, not a proxy's or placeholders. */
  boolean isDirect();

  /**
   * Begins to open a channel; called on the event loop.
   *
   * @param address one of the host's addresses
   * @param loop the channel's event loop
   * @return the channel that is being opened
   */
  Opening open(InetAddress address, EventLoop loop);

  /**
   * Converts a failure.
   *
   * @param address the address that was tried
   * @param cause the failure of opening
   */
  TransportException failure(InetAddress address, Throwable cause);

  /**
   * A channel that is being opened. It reads nothing before its handlers are in place.
   *
   * @param channel the channel; the caller closes it
   * @param usable completes on the event loop once bytes would reach the endpoint
   */
  record Opening(Channel channel, Future<?> usable) {}
}
