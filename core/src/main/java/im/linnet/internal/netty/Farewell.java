package im.linnet.internal.netty;

import im.linnet.failure.StreamError;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The last things sent on a connection that is given up (RFC 6120, section 4.9.1). */
public final class Farewell {

  private static final Duration LIMIT = Duration.ofSeconds(1);

  private Farewell() {}

  /**
   * Sends an error, if there is one to send, and the closing tag, then closes the connection; all
   * of it within a second, whatever the peer does. Harmless on a connection that is closed already.
   *
   * @param channel the connection
   * @param error what to tell the server, or null
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
   * Closes the connection at once, without the handlers that would say goodbye first: a peer that
   * does not read can't delay it. What waits to be sent fails.
   *
   * @param channel the connection
   */
  public static void cut(Channel channel) {
    ChannelHandlerContext first = channel.pipeline().firstContext();
    if (first == null) {
      channel.close();
    } else {
      // From the first handler's place on, closing passes no handler but the transport itself.
      first.close();
    }
  }
}
