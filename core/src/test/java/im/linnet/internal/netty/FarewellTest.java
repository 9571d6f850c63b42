package im.linnet.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FarewellTest {

  /** More than the peer reads at a time, less than sockets hold. */
  private static final int WRITTEN = 48 * 1024;

  private final MultiThreadIoEventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

  /** How much was read on this side. */
  private final AtomicInteger drained = new AtomicInteger();

  private final class Drain extends ChannelInboundHandlerAdapter {

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      ByteBuf bytes = (ByteBuf) message;
      drained.addAndGet(bytes.readableBytes());
      bytes.release();
    }
  }

  @AfterEach
  void end() throws Exception {
    loops.shutdownGracefully(0, 0, TimeUnit.SECONDS).sync();
  }

  private static ServerSocket listening() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  /** A connection that reads at once, or when it is left. */
  private Channel connected(ServerSocket server, boolean reading) throws InterruptedException {
    return new Bootstrap()
        .group(loops)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.AUTO_READ, reading)
        .handler(new Drain())
        .connect(server.getInetAddress(), server.getLocalPort())
        .sync()
        .channel();
  }

  private static void writeAndLeave(Channel channel, int bytes) throws InterruptedException {
    channel
        .eventLoop()
        .submit(
            () -> {
              channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[bytes]));
              Farewell.leave(channel);
            })
        .sync();
  }

  private static void assertCloses(Channel channel) throws InterruptedException {
    assertThat(channel.closeFuture().await(20, TimeUnit.SECONDS)).isTrue();
  }

  /**
   * Closing a socket with unread data resets the connection, and the peer loses what it has not
   * read yet: a stanza could end in its middle.
   */
  @Test
  void who_is_left_gets_all_that_was_written_though_much_is_on_its_way_here() throws Exception {
    try (ServerSocket server = listening()) {
      Channel channel = connected(server, false);
      try (Socket peer = server.accept()) {
        peer.getOutputStream().write(new byte[WRITTEN]);
        writeAndLeave(channel, WRITTEN);
        int read = 0;
        for (int more = 0; more >= 0; more = peer.getInputStream().read(new byte[1024])) {
          read += more;
        }
        assertThat(read).isEqualTo(WRITTEN);
      }
      assertCloses(channel);
      assertThat(drained).hasValue(WRITTEN);
    }
  }

  /** As a server does that has much to do. */
  @Test
  void a_peer_that_takes_its_time_gets_all_that_was_written() throws Exception {
    try (ServerSocket server = listening()) {
      Channel channel = connected(server, true);
      try (Socket peer = server.accept()) {
        writeAndLeave(channel, WRITTEN);
        assertThat(channel.closeFuture().await(Farewell.LIMIT.toMillis() + 500)).isFalse();
        peer.getOutputStream().write(new byte[1]);
        assertThat(peer.getInputStream().readAllBytes()).hasSize(WRITTEN);
      }
      assertCloses(channel);
    }
  }

  /** A peer that reads nothing and never closes can't hold it up. */
  @Test
  void a_connection_that_nobody_reads_is_closed_all_the_same() throws Exception {
    try (ServerSocket server = listening()) {
      Channel channel = connected(server, true);
      try (Socket peer = server.accept()) {
        assertThat(peer.isConnected()).isTrue();
        writeAndLeave(channel, 64 << 20);
        assertCloses(channel);
      }
    }
  }
}
