package im.linnet.internal.outgoing;

import im.linnet.failure.XmppException;
import im.linnet.internal.netty.LastWords;
import io.netty.channel.ChannelHandlerContext;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The connection that a {@link Sender} currently writes to.
 *
 * @param ctx where to write
 * @param wrote called on each write
 * @param placed adds the place to a failure
 * @param acks counts what is written, or null if the stream is not managed
 */
public record Line(
    ChannelHandlerContext ctx,
    Runnable wrote,
    UnaryOperator<XmppException> placed,
    @Nullable Acknowledgements acks) {

  Outbox.Outlet outlet(@Nullable WriteAhead ahead) {
    if (acks == null) {
      return new Outbox.Outlet(ctx, () -> false, () -> {});
    }
    return ahead == null
        ? new Outbox.Outlet(ctx, acks::isFull, acks::batchWritten)
        : new Outbox.Outlet(ctx, () -> acks.isFull() || ahead.isRecording(), ahead::record);
  }

  /**
   * A write failed. A broken connection reports itself when it has been read to its end; see {@link
   * LastWords}. What can't be written at all fails alone.
   */
  void broken(Throwable cause) {
    if (cause instanceof SSLException) {
      ctx.pipeline().fireExceptionCaught(cause);
    }
  }
}
