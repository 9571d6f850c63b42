package im.linnet.internal.outgoing;

import im.linnet.failure.XmppException;
import io.netty.channel.ChannelHandlerContext;
import java.io.IOException;
import java.util.function.UnaryOperator;
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

  Outbox.Outlet outlet() {
    return acks == null
        ? new Outbox.Outlet(ctx, () -> false, () -> {})
        : new Outbox.Outlet(ctx, acks::isFull, acks::batchWritten);
  }

  void broken(Throwable cause) {
    if (cause instanceof IOException) {
      ctx.pipeline().fireExceptionCaught(cause);
    }
  }
}
