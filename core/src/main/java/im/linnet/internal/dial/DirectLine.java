package im.linnet.internal.dial;

import im.linnet.endpoint.Endpoint;
import im.linnet.failure.TransportException;
import im.linnet.internal.netty.LastWords;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * A direct TCP connection to the endpoint.
 *
 * @param endpoint the endpoint
 */
record DirectLine(Endpoint endpoint) implements Line {

  /**
   * How often a connection is read in one turn of its event loop, 64 KB at most each time. Netty's
   * 16 would let a flood on one connection keep the loop from all others for tens of milliseconds.
   */
  private static final int READS_A_TURN = 1;

  private static final RecvByteBufAllocator READS =
      new AdaptiveRecvByteBufAllocator().maxMessagesPerRead(READS_A_TURN);

  @Override
  public String host() {
    return endpoint.host();
  }

  @Override
  public InetSocketAddress place(InetAddress address) {
    return new InetSocketAddress(address, endpoint.port());
  }

  @Override
  public boolean isDirect() {
    return true;
  }

  @Override
  public Opening open(InetAddress address, EventLoop loop) {
    ChannelInitializer<Channel> nothingYet =
        new ChannelInitializer<>() {
          @Override
          protected void initChannel(Channel channel) {}
        };
    ChannelFuture connected = bootstrap(loop).handler(nothingYet).connect(place(address));
    return new Opening(connected.channel(), connected);
  }

  /**
   * The options of every connection: no delay for small stanzas, keep-alive so that a vanished peer
   * is noticed eventually, no time limit of its own, because the race has them, no end by a failed
   * write (see {@link LastWords}), and short turns.
   */
  static Bootstrap bootstrap(EventLoop loop) {
    return new Bootstrap()
        .group(loop)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.SO_KEEPALIVE, true)
        .option(ChannelOption.AUTO_READ, false)
        .option(ChannelOption.AUTO_CLOSE, false)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
        .option(ChannelOption.RECVBUF_ALLOCATOR, READS)
        .disableResolver();
  }

  @Override
  public TransportException failure(InetAddress address, Throwable cause) {
    TcpFailure failure = TcpFailure.of(cause);
    return new TransportException(
        failure.reason(),
        "%s (%s): %s".formatted(endpoint, address.getHostAddress(), failure.words()),
        cause);
  }
}
