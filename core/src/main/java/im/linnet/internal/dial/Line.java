package im.linnet.internal.dial;

import im.linnet.endpoint.Endpoint;
import im.linnet.failure.TransportException;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** How a channel to an endpoint comes about: directly or through a proxy. */
public interface Line {

  /** Where it leads. */
  Endpoint endpoint();

  /** The host whose addresses are to be raced. */
  String host();

  /** The TCP address behind one of the host's addresses. */
  InetSocketAddress place(InetAddress address);

  /** Whether the host's addresses are the endpoint's own, and not those of a proxy. */
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
