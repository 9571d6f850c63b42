package im.linnet.internal.dial;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.endpoint.Endpoint;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A connection that is flooded leaves the event loop to others after a while. */
@Timeout(120)
class ReadingInTurnsTest {

  private static final int FLOOD = 16 << 20;
  private static final int MOST_A_TURN = 64 * 1024;

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

  @AfterEach
  void stop() {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  /** How much is read before the loop turns to something else; used on the loop. */
  private static final class Turns extends SimpleChannelInboundHandler<ByteBuf> {

    private final CompletableFuture<Long> longest = new CompletableFuture<>();
    private long all;
    private long inTurn;
    private long most;

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
      all += bytes.readableBytes();
      inTurn += bytes.readableBytes();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      most = Math.max(most, inTurn);
      inTurn = 0;
      if (all == FLOOD) {
        longest.complete(most);
      }
    }
  }

  @Test
  void no_turn_reads_more_than_64_kilobytes() throws Exception {
    InetAddress here = InetAddress.getLoopbackAddress();
    EventLoop loop = loops.next();
    Turns turns = new Turns();
    try (ServerSocket server = new ServerSocket(0, 1, here)) {
      DirectLine line = new DirectLine(Endpoint.startTls("localhost", server.getLocalPort()));
      Channel channel = line.open(here, loop).channel();
      try (Socket accepted = server.accept()) {
        Thread flooding = new Thread(() -> flood(accepted), "flood");
        flooding.start();
        loop.execute(
            () -> {
              channel.pipeline().addLast(turns);
              channel.config().setAutoRead(true);
            });
        assertThat(turns.longest.get(60, TimeUnit.SECONDS)).isBetween(1L, (long) MOST_A_TURN);
        flooding.join();
      }
      channel.close().syncUninterruptibly();
    }
  }

  private static void flood(Socket to) {
    try {
      to.getOutputStream().write(new byte[FLOOD]);
    } catch (IOException gone) {
      throw new AssertionError(gone);
    }
  }
}
