package im.linnet.internal.outgoing;

import im.linnet.failure.XmppException;
import io.netty.channel.ChannelHandlerContext;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The connection that a {@link Sender} writes to for now.
 *
 * @param ctx where to write
 * @param wrote is told of each write
 * @param placed names the place of a failure
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
