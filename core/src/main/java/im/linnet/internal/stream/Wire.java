package im.linnet.internal.stream;

import im.linnet.failure.StreamError;
import im.linnet.internal.netty.Confined;
import im.linnet.internal.netty.Farewell;
import im.linnet.internal.netty.StreamDecoder;
import im.linnet.internal.netty.StreamOpen;
import im.linnet.internal.netty.StreamPipeline;
import im.linnet.stream.StreamOpening;
import im.linnet.xml.Element;
import im.linnet.xml.XmlLimits;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import java.util.function.Function;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** What a negotiation does to its connection. For the event loop, unless said otherwise. */
final class Wire {

  private final ChannelHandlerContext ctx;
  private final Confined confined;

  Wire(ChannelHandlerContext ctx) {
    this.ctx = ctx;
    this.confined = new Confined(ctx.executor());
  }

  /** Asserts that this is the event loop. */
  void check() {
    confined.check();
  }

  /** Runs a task on the event loop: at once if this is it, so that nothing is read before. */
  void run(Runnable task) {
    if (ctx.executor().inEventLoop()) {
      task.run();
    } else {
      ctx.executor().execute(task);
    }
  }

  /** Runs a task once the bytes at hand have been read. */
  void later(Runnable task) {
    ctx.executor().execute(task);
  }

  void open(StreamOpening header) {
    ctx.writeAndFlush(new StreamOpen(header));
  }

  ChannelFuture send(Element element) {
    return ctx.writeAndFlush(element);
  }

  /** How many bytes there were so far, all of the chunk that is being read included. */
  long fed() {
    StreamDecoder decoder = decoder();
    return decoder == null ? 0 : decoder.fed();
  }

  /** Changes the limits from the next element on. */
  void limits(XmlLimits limits) {
    StreamDecoder decoder = decoder();
    if (decoder != null) {
      decoder.limits(limits);
    }
  }

  /** Another stream begins on the connection. */
  void restart(XmlLimits limits) {
    StreamDecoder decoder = decoder();
    if (decoder != null) {
      decoder.restart(limits);
    }
  }

  /** Nothing in clear text is read any more. */
  void hold() {
    StreamDecoder decoder = decoder();
    if (decoder != null) {
      decoder.hold();
    }
  }

  private @Nullable StreamDecoder decoder() {
    return StreamPipeline.of(ctx.channel()).decoder();
  }

  /** Whether a TLS handshake has begun and is not done. */
  boolean isHandshaking() {
    return StreamPipeline.of(ctx.channel()).isHandshaking();
  }

  void startTls(Function<ByteBufAllocator, SslHandler> tls) {
    StreamPipeline.of(ctx.channel()).secure(ctx.channel(), tls.apply(ctx.alloc()));
  }

  /** The TLS session, or null in clear text; by any thread. */
  @Nullable SSLSession tls() {
    return StreamPipeline.of(ctx.channel()).tls();
  }

  /** Puts another handler in the place of the negotiator's. */
  void replace(ChannelHandler session) {
    ctx.pipeline().replace(ctx.handler(), "session", session);
  }

  /** Has the handler that took the negotiator's place read what came for it. */
  void deliver(List<Object> messages) {
    // The context of a handler that was replaced leads to the one in its place.
    messages.forEach(ctx::fireChannelRead);
    if (!messages.isEmpty()) {
      ctx.fireChannelReadComplete();
    }
  }

  /** Ends the stream with a word to the server, or with none, and closes the connection. */
  void part(@Nullable StreamError error) {
    Farewell.say(ctx.channel(), error);
  }

  void close() {
    ctx.close();
  }
}
