package im.linnet.internal.stream;

import im.linnet.failure.StreamError;
import im.linnet.internal.netty.Confined;
import im.linnet.internal.netty.Farewell;
import im.linnet.internal.netty.LastWords;
import im.linnet.internal.netty.StreamDecoder;
import im.linnet.internal.netty.StreamOpen;
import im.linnet.internal.netty.StreamPipeline;
import im.linnet.stream.StreamOpening;
import im.linnet.xml.Element;
import im.linnet.xml.XmlLimits;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The operations of a negotiation on its connection. For the event loop unless stated otherwise.
 */
final class Wire {

  private final ChannelHandlerContext ctx;
  private final Confined confined;

  Wire(ChannelHandlerContext ctx) {
    this.ctx = ctx;
    this.confined = new Confined(ctx.executor());
  }

  /** Asserts that the current thread is the event loop. */
  void check() {
    confined.check();
  }

  /**
   * Runs a task on the event loop: immediately if called there, so that nothing is read before it.
   */
  void run(Runnable task) {
    if (ctx.executor().inEventLoop()) {
      task.run();
    } else {
      ctx.executor().execute(task);
    }
  }

  /** Runs a task after the current chunk has been read. */
  void later(Runnable task) {
    ctx.executor().execute(task);
  }

  void open(StreamOpening header) {
    ctx.writeAndFlush(new StreamOpen(header));
  }

  /** Sends an element; {@code failed} is called if it can't be written. */
  void send(Element element, Consumer<Throwable> failed) {
    ctx.writeAndFlush(element)
        .addListener(
            written -> {
              if (!written.isSuccess()) {
                notSent(written.cause(), failed);
              }
            });
  }

  /**
   * That the connection is broken is reported when it has been read to its end (see {@link
   * LastWords}): what the server said last may explain it.
   */
  private static void notSent(Throwable cause, Consumer<Throwable> failed) {
    if (!LastWords.follow(cause)) {
      failed.accept(cause);
    }
  }

  /** How many bytes have been read, including the whole current chunk. */
  long fed() {
    StreamDecoder decoder = decoder();
    return decoder == null ? 0 : decoder.fed();
  }

  /** Changes the parser's limits from the next element on. */
  void limits(XmlLimits limits) {
    StreamDecoder decoder = decoder();
    if (decoder != null) {
      decoder.limits(limits);
    }
  }

  /** A new stream begins on the connection. */
  void restart(XmlLimits limits) {
    StreamDecoder decoder = decoder();
    if (decoder != null) {
      decoder.restart(limits);
    }
  }

  /** Nothing is read in clear text from now on. */
  void hold() {
    StreamDecoder decoder = decoder();
    if (decoder != null) {
      decoder.hold();
    }
  }

  private @Nullable StreamDecoder decoder() {
    return StreamPipeline.of(ctx.channel()).decoder();
  }

  /** Whether a TLS handshake is under way. */
  boolean isHandshaking() {
    return StreamPipeline.of(ctx.channel()).isHandshaking();
  }

  void startTls(Function<ByteBufAllocator, SslHandler> tls) {
    StreamPipeline.of(ctx.channel()).secure(ctx.channel(), tls.apply(ctx.alloc()));
  }

  /** The TLS session, or null in clear text; from any thread. */
  @Nullable SSLSession tls() {
    return StreamPipeline.of(ctx.channel()).tls();
  }

  /** The engine of the connection's own TLS, or null; from any thread. */
  @Nullable SSLEngine tlsEngine() {
    return StreamPipeline.of(ctx.channel()).engine();
  }

  /** Replaces the negotiator's handler. */
  void replace(ChannelHandler session) {
    ctx.pipeline().replace(ctx.handler(), "session", session);
  }

  /** Passes messages to the handler that replaced the negotiator's. */
  void deliver(List<Object> messages) {
    // The context of a replaced handler leads to its replacement.
    messages.forEach(ctx::fireChannelRead);
    if (!messages.isEmpty()) {
      ctx.fireChannelReadComplete();
    }
  }

  /** Ends the stream, with a stream error if there is one, and closes the connection. */
  void part(@Nullable StreamError error) {
    Farewell.say(ctx.channel(), error);
  }

  void close() {
    ctx.close();
  }
}
