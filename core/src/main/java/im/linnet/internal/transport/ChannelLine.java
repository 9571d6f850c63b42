package im.linnet.internal.transport;

import im.linnet.internal.netty.Farewell;
import im.linnet.stream.Transport;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * A Netty channel as a {@link Transport.Line}: the counterpart of {@link LineChannel}, for
 * transports that let the client open their TCP connections. The last handler of its channel.
 * Belongs to the event loop; if that has ended, {@link #close} belongs to its last user.
 */
public final class ChannelLine extends ChannelInboundHandlerAdapter implements Transport.Line {

  private final Channel channel;
  private final @Nullable SSLSession tls;
  private final Transport.Receiver receiver;

  /** At most what one read of the channel yields. */
  private final Deque<ByteBuf> arrived = new ArrayDeque<>();

  private boolean asked;
  private Stage stage = Stage.OPEN;
  private @Nullable Throwable why;

  private enum Stage {
    OPEN,
    /** The channel has ended; this is reported after what arrived before. */
    ENDED,
    REPORTED
  }

  /**
   * A line on an open channel, which reads nothing by itself from now on.
   *
   * @param channel the channel
   * @param tls the session of its TLS, or null
   * @param receiver gets what arrives
   */
  public ChannelLine(Channel channel, @Nullable SSLSession tls, Transport.Receiver receiver) {
    this.channel = channel;
    this.tls = tls;
    this.receiver = receiver;
    channel.config().setAutoRead(false);
  }

  @Override
  public void read() {
    asked = true;
    if (!deliver()) {
      channel.read();
    }
  }

  @Override
  public CompletionStage<Void> write(ByteBuffer bytes) {
    CompletableFuture<Void> written = new CompletableFuture<>();
    channel
        .writeAndFlush(Unpooled.wrappedBuffer(bytes))
        .addListener(
            done -> {
              if (done.isSuccess()) {
                written.complete(null);
              } else {
                written.completeExceptionally(done.cause());
              }
            });
    return written;
  }

  @Override
  public @Nullable SSLSession tls() {
    return tls;
  }

  @Override
  public void close() {
    stage = Stage.REPORTED;
    arrived.forEach(ByteBuf::release);
    arrived.clear();
    Farewell.cut(channel);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof ByteBuf bytes && bytes.isReadable() && stage == Stage.OPEN) {
      arrived.add(bytes);
    } else {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    deliver();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    ended(null);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ended(cause);
    Farewell.cut(channel);
  }

  private void ended(@Nullable Throwable cause) {
    if (stage == Stage.OPEN) {
      stage = Stage.ENDED;
      why = cause;
      deliver();
      report();
    }
  }

  /** Delivers what has arrived, in one piece, if it is asked for. */
  private boolean deliver() {
    if (!asked || arrived.isEmpty()) {
      return false;
    }
    asked = false;
    ByteBuf piece = whole();
    try {
      receiver.received(piece.nioBuffer());
    } finally {
      piece.release();
    }
    report();
    return true;
  }

  private ByteBuf whole() {
    if (arrived.size() == 1) {
      return arrived.remove();
    }
    ByteBuf whole = channel.alloc().buffer(arrived.stream().mapToInt(ByteBuf::readableBytes).sum());
    arrived.forEach(
        part -> {
          whole.writeBytes(part);
          part.release();
        });
    arrived.clear();
    return whole;
  }

  private void report() {
    if (stage == Stage.ENDED && arrived.isEmpty()) {
      stage = Stage.REPORTED;
      receiver.closed(why);
    }
  }
}
