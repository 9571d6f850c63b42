package im.linnet.internal.session;

import im.linnet.internal.incoming.Reception;
import im.linnet.internal.netty.StreamDecoder;
import im.linnet.internal.netty.StreamEncoder;
import im.linnet.internal.netty.StreamPipeline;
import io.netty.channel.ChannelHandlerContext;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Gives back memory of a connection on which nothing has been read or written for a while: most of
 * what thousands of idle sessions hold is only of use to busy ones. Belongs to the event loop.
 */
final class Rest {

  /** Between one and two of these pass in silence. */
  static final int SECONDS = 10;

  private final ChannelHandlerContext ctx;
  private final Reception reception;
  private Activity activity = Activity.NONE;
  private @Nullable Future<?> timer;

  /** What has happened since the timer was set. */
  private enum Activity {
    NONE,
    SOME,
    /** The connection has ended. */
    ENDED
  }

  Rest(ChannelHandlerContext ctx, Reception reception) {
    this.ctx = ctx;
    this.reception = reception;
  }

  /** Something was read or written. */
  void disturbed() {
    if (activity == Activity.ENDED) {
      return;
    }
    activity = Activity.SOME;
    if (timer == null) {
      watch();
    }
  }

  private void watch() {
    activity = Activity.NONE;
    timer = ctx.executor().schedule(this::passed, SECONDS, TimeUnit.SECONDS);
  }

  private void passed() {
    if (activity == Activity.SOME) {
      watch();
      return;
    }
    timer = null;
    StreamPipeline parts = StreamPipeline.of(ctx.channel());
    StreamDecoder decoder = parts.decoder();
    StreamEncoder encoder = parts.encoder();
    if (decoder != null) {
      decoder.forget();
    }
    if (encoder != null) {
      encoder.forget();
    }
    reception.forget();
  }

  /** The connection is over. */
  void end() {
    activity = Activity.ENDED;
    if (timer != null) {
      timer.cancel(false);
    }
  }
}
