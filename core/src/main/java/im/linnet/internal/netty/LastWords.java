package im.linnet.internal.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelOutputShutdownEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Lets a connection be read to its end after a write has failed: what the server said last, such as
 * a redirect, a stream error or stanzas, may have arrived already. For channels that do not close
 * on a failed write ({@link io.netty.channel.ChannelOption#AUTO_CLOSE} is off), but shut their
 * output down. The end of the input then ends the connection, or else a time limit.
 */
public final class LastWords extends ChannelInboundHandlerAdapter {

  private static final Duration LIMIT = Duration.ofSeconds(5);

  private @Nullable Throwable why;

  /**
   * The reason why a channel is about to shut its output down, if it knows one.
   *
   * @param cause the failure of a write
   */
  public record Broken(Throwable cause) {}

  /**
   * Whether a failed write ends the connection in this way. A fault of TLS or of the stanza itself
   * does not.
   *
   * @param cause why the write failed
   * @return whether it is reported at the end of the input
   */
  public static boolean follow(Throwable cause) {
    return cause instanceof IOException && !(cause instanceof SSLException);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof Broken known && why == null) {
      why = known.cause();
      endSoon(ctx);
    } else if (event instanceof ChannelOutputShutdownEvent && why == null) {
      why = new IOException("The connection broke: it takes no more bytes");
      endSoon(ctx);
    }
    ctx.fireUserEventTriggered(event);
  }

  private static void endSoon(ChannelHandlerContext ctx) {
    var forced =
        ctx.executor()
            .schedule(() -> Farewell.cut(ctx.channel()), LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    ctx.channel().closeFuture().addListener(closed -> forced.cancel(false));
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    Throwable cause = why;
    if (cause != null) {
      ctx.fireExceptionCaught(cause);
    }
    ctx.fireChannelInactive();
  }
}
