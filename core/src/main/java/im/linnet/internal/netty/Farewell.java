package im.linnet.internal.netty;

import im.linnet.failure.StreamError;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Ends a connection, with a stream error if there is one (RFC 6120, section 4.9.1). */
public final class Farewell {

  private static final Duration LIMIT = Duration.ofSeconds(1);

  private Farewell() {}

  /**
   * Sends the error, if there is one, and the closing tag, then closes the connection; all within a
   * second, whatever the peer does. Does nothing on a closed connection.
   *
   * @param channel the connection
   * @param error the stream error, or null
   */
  public static void say(Channel channel, @Nullable StreamError error) {
    if (!channel.isActive()) {
      channel.close();
      return;
    }
    if (error != null) {
      channel.write(error.toElement());
    }
    channel.writeAndFlush(new StreamClose()).addListener(ChannelFutureListener.CLOSE);
    var forced =
        channel.eventLoop().schedule(() -> cut(channel), LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    channel.closeFuture().addListener(closed -> forced.cancel(false));
  }

  /**
   * Closes the connection at once, bypassing the handlers that would send something first: a peer
   * that does not read can't delay it. Pending writes fail.
   *
   * @param channel the connection
   */
  public static void cut(Channel channel) {
    ChannelHandlerContext first = channel.pipeline().firstContext();
    if (first == null) {
      channel.close();
    } else {
      // Closing from the first handler passes no handler but the transport itself.
      first.close();
    }
  }
}
