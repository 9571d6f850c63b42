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

/** How a channel to an endpoint comes about: directly, through a proxy or by a transport. */
public interface Line {

  /** Where it leads. */
  Endpoint endpoint();

  /** The host whose addresses are to be raced. */
  String host();

  /**
   * Finds those addresses.
   *
   * @param resolver looks names up
   * @return the addresses, at least one; fails like {@link Resolver#addresses}
   */
  default CompletableFuture<List<InetAddress>> addresses(Resolver resolver) {
    return resolver.addresses(host());
  }

  /** The TCP address behind one of the host's addresses. */
  InetSocketAddress place(InetAddress address);

  /** Whether the host's addresses are the endpoint's own, not those of a proxy or of nobody. */
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
   * Names a failure.
   *
   * @param address the address that was tried
   * @param cause what the opening failed with
   */
  TransportException failure(InetAddress address, Throwable cause);

  /**
   * A channel on its way. It reads nothing before its handlers are in place.
   *
   * @param channel the channel, to be closed by whoever asked for it
   * @param usable completes on the event loop once bytes would reach the endpoint
   */
  record Opening(Channel channel, Future<?> usable) {}
}
