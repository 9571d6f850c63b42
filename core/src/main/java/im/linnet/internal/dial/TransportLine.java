package im.linnet.internal.dial;

import im.linnet.endpoint.Endpoint;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.XmppException;
import im.linnet.internal.dns.Resolver;
import im.linnet.internal.transport.LineChannel;
import im.linnet.stream.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A connection by a {@link Transport}. The transport finds its endpoint itself, so a placeholder
 * address takes part in the race.
 *
 * @param endpoint the endpoint
 * @param transport reaches it
 * @param network what the client lets the transport use
 */
record TransportLine(Endpoint endpoint, Transport transport, Transport.Network network)
    implements Line {

  @Override
  public String host() {
    return endpoint.host();
  }

  @Override
  public CompletableFuture<List<InetAddress>> addresses(Resolver resolver) {
    try {
      return CompletableFuture.completedFuture(
          List.of(InetAddress.getByAddress(endpoint.host(), new byte[4])));
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException("Four bytes are an address", impossible);
    }
  }

  @Override
  public InetSocketAddress place(InetAddress address) {
    return new InetSocketAddress(address, endpoint.port());
  }

  @Override
  public boolean isDirect() {
    return false;
  }

  @Override
  public Opening open(InetAddress address, EventLoop loop) {
    ChannelFuture connected =
        new Bootstrap()
            .group(loop)
            .channelFactory(() -> new LineChannel(transport, endpoint, network))
            .option(ChannelOption.AUTO_READ, false)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {}
                })
            .disableResolver()
            .connect(place(address));
    return new Opening(connected.channel(), connected);
  }

  @Override
  public TransportException failure(InetAddress address, Throwable cause) {
    if (cause instanceof TransportException said) {
      return said;
    }
    String words =
        cause instanceof XmppException said ? said.words() : TcpFailure.of(cause).words();
    return new TransportException(Reason.UNREACHABLE, "%s: %s".formatted(endpoint, words), cause);
  }
}
