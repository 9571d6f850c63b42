package im.linnet.internal.network;

import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.XmppException;
import im.linnet.internal.netty.LastWords;
import im.linnet.internal.race.Run;
import im.linnet.internal.stream.Faults;
import im.linnet.internal.tls.ChosenProtocol;
import im.linnet.internal.tls.TlsFailures;
import im.linnet.internal.transport.ChannelLine;
import im.linnet.stream.Transport;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * A connection to one address that a transport has asked for. It serves once TLS, if there is any,
 * has authenticated the host. Belongs to the event loop.
 */
final class CarrierRun extends ChannelInboundHandlerAdapter implements Run<Transport.Line> {

  private final String host;
  private final @Nullable SslHandler tls;
  private final String protocol;
  private final Transport.Receiver receiver;
  private final CompletableFuture<Transport.Line> result = new CompletableFuture<>();
  private @Nullable Channel channel;

  /**
   * A connection that is not open.
   *
   * @param host the name that the certificate must contain
   * @param tls does TLS; null for clear text
   * @param protocol the protocol that is announced by ALPN
   * @param receiver gets what arrives on the line
   */
  CarrierRun(String host, @Nullable SslHandler tls, String protocol, Transport.Receiver receiver) {
    this.host = host;
    this.tls = tls;
    this.protocol = protocol;
    this.receiver = receiver;
  }

  @Override
  public ChannelHandler handler() {
    return this;
  }

  @Override
  public CompletableFuture<?> serves() {
    return result;
  }

  @Override
  public CompletableFuture<Transport.Line> result() {
    return result;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    channel = ctx.channel();
    ctx.pipeline().addFirst(new LastWords());
    if (tls == null) {
      // Later, because the race still sets the channel up.
      ctx.executor().execute(() -> ready(ctx, null));
    } else {
      ctx.pipeline().addFirst(tls);
      tls.handshakeFuture().addListener(done -> handshaken(ctx, tls, done));
    }
  }

  private void handshaken(ChannelHandlerContext ctx, SslHandler by, Future<?> handshake) {
    Throwable failure =
        handshake.isSuccess() ? ChosenProtocol.fault(by.engine(), protocol) : handshake.cause();
    if (failure == null) {
      ready(ctx, by.engine().getSession());
    } else {
      fail(failure);
    }
  }

  private void ready(ChannelHandlerContext ctx, @Nullable SSLSession session) {
    if (ctx.isRemoved() || result.isDone()) {
      return;
    }
    ChannelLine line = new ChannelLine(ctx.channel(), session, receiver);
    ctx.pipeline().replace(this, null, line);
    result.complete(line);
  }

  private void fail(Throwable cause) {
    fail(tls == null ? Faults.of(cause) : TlsFailures.explain(cause, host));
  }

  private void fail(XmppException why) {
    result.completeExceptionally(why);
    if (channel != null) {
      channel.close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    fail(new ClosedChannelException());
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    fail(cause);
  }

  @Override
  public void notOpened(XmppException why) {
    result.completeExceptionally(why);
  }

  @Override
  public void tooLate(Duration limit) {
    fail(
        new TransportException(
            Reason.TIMED_OUT,
            "The TLS handshake with %s took longer than %d ms".formatted(host, limit.toMillis())));
  }
}
