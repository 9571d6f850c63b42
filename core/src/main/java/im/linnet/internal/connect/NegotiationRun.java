package im.linnet.internal.connect;

import im.linnet.connection.BoundStream;
import im.linnet.connection.WireEvent;
import im.linnet.failure.Phase;
import im.linnet.failure.Where;
import im.linnet.failure.XmppException;
import im.linnet.internal.dial.WrongPort;
import im.linnet.internal.netty.Farewell;
import im.linnet.internal.netty.LastWords;
import im.linnet.internal.netty.StreamDecoder;
import im.linnet.internal.netty.StreamEncoder;
import im.linnet.internal.netty.StreamPipeline;
import im.linnet.internal.netty.WireTap;
import im.linnet.internal.race.Run;
import im.linnet.internal.stream.NegotiationSettings;
import im.linnet.internal.stream.Negotiator;
import im.linnet.internal.stream.StreamOrigin;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The negotiation with one address. The address serves once TLS has authenticated the server or,
 * without TLS, once it offers sign-in, because anything can send a header.
 */
final class NegotiationRun extends ChannelInitializer<Channel> implements Run<BoundStream> {

  private final NegotiationSettings settings;
  private final @Nullable Consumer<WireEvent> wire;
  private final StreamOrigin origin;
  private final Negotiator negotiator;
  private final CompletableFuture<Void> serves = new CompletableFuture<>();
  private Where where;
  private @Nullable Channel channel;

  NegotiationRun(
      NegotiationSettings common,
      @Nullable Consumer<WireEvent> wire,
      StreamOrigin origin,
      Duration limit) {
    this.settings = common;
    this.wire = wire;
    this.origin = origin;
    this.where = origin.at(Phase.CONNECTING);
    this.negotiator = new Negotiator(watched(common), origin, limit);
  }

  private NegotiationSettings watched(NegotiationSettings common) {
    NegotiationSettings watched = common.withProgress(this::entered);
    return origin.endpoint().directTls()
        ? watched.withTlsFailure(
            failure -> WrongPort.ofDirectTls(origin.endpoint(), common.tlsFailure().apply(failure)))
        : watched;
  }

  /** TLS is complete when a stream is opened after it. */
  private void entered(Where next) {
    boolean secured = where.phase() == Phase.SECURING && next.phase() == Phase.OPENING;
    where = next;
    settings.progress().accept(next);
    if (secured || next.phase().compareTo(Phase.SECURING) > 0) {
      serves.complete(null);
    }
  }

  @Override
  public ChannelHandler handler() {
    return this;
  }

  @Override
  protected void initChannel(Channel opened) {
    channel = opened;
    ChannelPipeline pipeline = opened.pipeline();
    StreamPipeline parts = StreamPipeline.of(opened);
    pipeline.addLast("last words", new LastWords());
    if (parts.tls() == null && origin.endpoint().directTls()) {
      parts.secure(opened, settings.tls(opened.alloc(), origin.endpoint()));
    } else if (parts.tls() == null && origin.endpoint().uri() == null) {
      pipeline.addLast(new WrongPort(origin.endpoint()));
    }
    pipeline.addLast(
        StreamDecoder.NAME, new StreamDecoder(settings.limitsBefore(), parts.framing()));
    pipeline.addLast(StreamEncoder.NAME, new StreamEncoder(parts.framing()));
    if (wire != null) {
      pipeline.addLast("wire", new WireTap(wire));
    }
    pipeline.addLast(Negotiator.NAME, negotiator);
  }

  @Override
  public CompletableFuture<?> serves() {
    return serves;
  }

  @Override
  public CompletableFuture<BoundStream> result() {
    return negotiator.result();
  }

  @Override
  public void notOpened(XmppException why) {
    negotiator.neverConnected(why);
  }

  @Override
  public void tooLate(Duration limit) {
    Channel open = channel;
    XmppException why = negotiator.tooLate(limit);
    if (negotiator.result().completeExceptionally(why.at(where)) && open != null) {
      leave(open);
    }
  }

  /** Nothing can be sent while TLS is negotiated. */
  private static void leave(Channel open) {
    if (StreamPipeline.of(open).isHandshaking()) {
      open.close();
    } else {
      Farewell.say(open, null);
    }
  }
}
