package im.linnet.internal.stream;

import im.linnet.connection.BoundStream;
import im.linnet.failure.Phase;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.internal.netty.StreamPipeline;
import im.linnet.internal.tls.ChosenProtocol;
import im.linnet.internal.tls.TlsEngines;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * The last handler of the pipeline from the opening of the connection until a stream is bound.
 * Passes the connection's events to a {@link StreamNegotiation}, and sets its time limit.
 *
 * <p>{@link #result()} completes exactly once, on the event loop. All other methods belong to the
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
   * @param origin the endpoint and the redirects that led to it
   * @param limit the time limit from now, before the connection is open, until the stream is bound
   */
  public Negotiator(NegotiationSettings settings, StreamOrigin origin, Duration limit) {
    this.settings = settings;
    this.origin = origin;
    this.limit = limit;
    this.deadline = System.nanoTime() + limit.toNanos();
  }

  /** {@return the bound stream, or the failure} */
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
   * The failure of a negotiation that reached its time limit. It blames the server only if the
   * running step waits for it. On the event loop.
   *
   * @param passed the limit
   * @return the failure
   */
  public TransportException tooLate(Duration passed) {
    String words =
        negotiation != null && negotiation.isBusy()
            ? "This side still worked after %d ms; see ClientBuilder.connectLimits"
            : "The server took longer than %d ms";
    return new TransportException(Reason.TIMED_OUT, words.formatted(passed.toMillis()));
  }

  /**
   * The connection could not be opened.
   *
   * @param failure the cause
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
      SSLEngine engine = StreamPipeline.of(ctx.channel()).engine();
      negotiation.handshaken(
          handshake.isSuccess()
              ? ChosenProtocol.fault(engine, TlsEngines.ALPN)
              : handshake.cause());
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
