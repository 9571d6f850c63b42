package im.linnet.internal.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelOutputShutdownEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Lets a connection be read to its end after a write has failed: what the server said last, such as
 * a redirect, a stream error or stanzas, may have arrived already. For channels that do not close
 * on a failed write ({@link io.netty.channel.ChannelOption#AUTO_CLOSE} is off), but shut their
 * output down. The end of the input then ends the connection, or else a time limit.
 */
public final class LastWords extends ChannelInboundHandlerAdapter {

  private static final Duration LIMIT = Duration.ofSeconds(5);

  private boolean broken;

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelOutputShutdownEvent && !broken) {
      broken = true;
      var forced =
          ctx.executor()
              .schedule(() -> Farewell.cut(ctx.channel()), LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      ctx.channel().closeFuture().addListener(closed -> forced.cancel(false));
    }
    ctx.fireUserEventTriggered(event);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (broken) {
      ctx.fireExceptionCaught(new IOException("The connection broke: it takes no more bytes"));
    }
    ctx.fireChannelInactive();
  }
}
