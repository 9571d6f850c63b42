package im.linnet.internal.netty;

import im.linnet.failure.StreamError;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Ends a connection, with a stream error if there is one (RFC 6120, section 4.9.1). */
public final class Farewell {

  /** How long a farewell may take. */
  public static final Duration LIMIT = Duration.ofSeconds(1);

  /**
   * How long a peer has to read what was written before its connection is left. One that has much
   * to do needs some time, and a connection that is cut before does the harm that leaving avoids.
   */
  public static final Duration LEAVE_LIMIT = Duration.ofSeconds(5);

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
    force(channel, LIMIT);
  }

  /**
   * Ends the connection without a word, behind all that was written, and drops what still arrives,
   * within {@link #LEAVE_LIMIT}. A connection that is simply cut may end within a stanza, as the
   * peer loses what it has not read yet; Prosody 0.12 and 13 then go on in the middle of that
   * stanza when the stream is resumed, and end it as not well-formed.
   *
   * @param channel the connection
   */
  public static void leave(Channel channel) {
    if (!(channel instanceof DuplexChannel line) || !channel.isActive()) {
      cut(channel);
      return;
    }
    channel.config().setAutoRead(true);
    channel
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            written -> {
              if (written.isSuccess()) {
                line.shutdownOutput();
              } else {
                cut(channel);
              }
            });
    force(channel, LEAVE_LIMIT);
  }

  private static void force(Channel channel, Duration limit) {
    var forced =
        channel.eventLoop().schedule(() -> cut(channel), limit.toMillis(), TimeUnit.MILLISECONDS);
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
