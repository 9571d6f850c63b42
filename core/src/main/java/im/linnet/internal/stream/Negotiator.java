package im.linnet.internal.stream;

import im.linnet.connection.BoundStream;
import im.linnet.failure.Phase;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The last handler of the pipeline from the opening of the connection until a stream is bound. It
 * passes what happens to the connection on to a {@link StreamNegotiation}, within a time limit.
 *
 * <p>{@link #result()} completes exactly once, on the event loop. All methods but it belong to the
 * event loop.
 */
public final class Negotiator extends ChannelInboundHandlerAdapter {

  /** The handler's name in the pipeline. */
  public static final String NAME = "negotiator";

  private final NegotiationSettings settings;
  private final StreamOrigin origin;
  private final Duration limit;
  private final long deadline;
  private final CompletableFuture<BoundStream> result = new CompletableFuture<>();
  private @Nullable StreamNegotiation negotiation;

  /**
   * A negotiator for one connection.
   *
   * @param settings the client's settings
   * @param origin the place connected to and the way there
   * @param limit how long it may take from now, before anything is connected, to the bound stream
   */
  public Negotiator(NegotiationSettings settings, StreamOrigin origin, Duration limit) {
    this.settings = settings;
    this.origin = origin;
    this.limit = limit;
    this.deadline = System.nanoTime() + limit.toNanos();
  }

  /** {@return the bound stream, or why there is none} */
  public CompletableFuture<BoundStream> result() {
    return result;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    if (ctx.channel().isActive()) {
      begin(ctx);
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    begin(ctx);
    ctx.fireChannelActive();
  }

  private void begin(ChannelHandlerContext ctx) {
    if (negotiation != null) {
      return;
    }
    StreamNegotiation begun = new StreamNegotiation(settings, origin, new Wire(ctx), result);
    negotiation = begun;
    long left = deadline - System.nanoTime();
    Future<?> timer =
        ctx.executor().schedule(() -> begun.fail(tooLate(limit)), left, TimeUnit.NANOSECONDS);
    result.whenComplete((stream, failure) -> timer.cancel(false));
    begun.begin();
  }

  /**
   * The failure of a negotiation that a time limit ends: who was late depends on whether the
   * running step waits for the server. On the event loop.
   *
   * @param passed the limit
   * @return the failure
   */
  public TransportException tooLate(Duration passed) {
    String words =
        negotiation != null && negotiation.isDeciding()
            ? "This side still worked after %d ms; see ClientBuilder.connectLimits"
            : "The server took longer than %d ms";
    return new TransportException(Reason.TIMED_OUT, words.formatted(passed.toMillis()));
  }

  /**
   * The connection could not be opened.
   *
   * @param failure why
   */
  public void neverConnected(Throwable failure) {
    result.completeExceptionally(Faults.of(failure).at(origin.at(Phase.CONNECTING)));
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (negotiation != null) {
      negotiation.read(message);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake && negotiation != null) {
      negotiation.handshaken(handshake.isSuccess() ? null : handshake.cause());
    }
    ctx.fireUserEventTriggered(event);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (negotiation != null) {
      negotiation.lost();
    }
    ctx.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (negotiation == null) {
      neverConnected(cause);
      ctx.close();
    } else {
      negotiation.broken(cause);
    }
  }
}
