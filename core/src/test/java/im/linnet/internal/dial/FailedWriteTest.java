package im.linnet.internal.dial;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.internal.netty.LastWords;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A connection of ours that the server resets: what it said before that is read, too. */
@Tag("C07")
@Timeout(120)
class FailedWriteTest {

  private final MultiThreadIoEventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  @AfterEach
  void close() {
    loops.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @Test
  void loses_nothing_that_has_arrived() throws Exception {
    Channel channel = connectedThenReset("last words");

    assertThat(failingWrite(channel).cause()).isInstanceOf(IOException.class);
    assertThat(seen).isEmpty();
    assertThat(channel.isOpen()).isTrue();
    channel.config().setAutoRead(true);

    ended.get(20, TimeUnit.SECONDS);
    assertThat(seen).containsExactly("last words", "IOException", "inactive");
  }

  @Test
  void ends_a_connection_that_nobody_reads() throws Exception {
    Channel channel = connectedThenReset("unread");

    failingWrite(channel);

    ended.get(60, TimeUnit.SECONDS);
    assertThat(channel.isOpen()).isFalse();
    assertThat(seen).containsExactly("IOException", "inactive");
  }

  /** The channel reads nothing yet; the connection has been reset when this returns. */
  private Channel connectedThenReset(String words) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ChannelFuture connecting =
          DirectLine.bootstrap(loops.next())
              .handler(
                  new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel opened) {
                      opened.pipeline().addLast(new LastWords(), new Recorder());
                    }
                  })
              .connect(server.getLocalSocketAddress());
      try (Socket socket = server.accept()) {
        connecting.sync();
        socket.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
        socket.setSoLinger(true, 0);
      }
      return connecting.channel();
    }
  }

  /** Writes until the system refuses. */
  private static ChannelFuture failingWrite(Channel channel) throws InterruptedException {
    ChannelFuture writing;
    do {
      writing = channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[1])).await();
    } while (writing.isSuccess());
    return writing;
  }

  /** Notes what happens on the connection. */
  private final class Recorder extends ChannelInboundHandlerAdapter {

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      ByteBuf bytes = (ByteBuf) message;
      seen.add(bytes.toString(StandardCharsets.US_ASCII));
      bytes.release();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      seen.add(cause.getClass().getSimpleName());
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      seen.add("inactive");
      ended.complete(null);
    }
  }
}
