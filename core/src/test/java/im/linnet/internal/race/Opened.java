package im.linnet.internal.race;

import im.linnet.failure.XmppException;
import im.linnet.internal.dial.Line;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/** A run that succeeds as soon as the channel is open; the channel is its result. */
public final class Opened extends ChannelInboundHandlerAdapter implements Run<Channel> {

  private final ChannelHandler then;
  private final CompletableFuture<Channel> result = new CompletableFuture<>();

  private Opened(ChannelHandler then) {
    this.then = then;
  }

  /** Opens a channel and adds a handler. */
  public static CompletableFuture<Channel> dial(
      Line line,
      CompletableFuture<List<InetAddress>> addresses,
      Duration limit,
      ChannelHandler then,
      EventLoop loop) {
    return new Race<>(line, contest(limit, loop, (address, most) -> new Opened(then)), loop)
        .run(addresses);
  }

  /** A contest that allows every address, with an empty memory. */
  static <T> Contest<T> contest(
      Duration limit, EventLoop loop, BiFunction<InetAddress, Duration, Run<T>> begin) {
    return new Contest<>(
        limit,
        limit,
        new PlaceMemory(loop.ticker()::nanoTime),
        addresses -> addresses,
        begin,
        failure -> false);
  }

  /** The TCP address for an address on a test's line. */
  static InetSocketAddress place(InetAddress address) {
    return new InetSocketAddress(address, 5222);
  }

  @Override
  public ChannelHandler handler() {
    return this;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) throws Exception {
    context.pipeline().replace(this, null, then);
    context.pipeline().fireChannelActive();
    result.complete(context.channel());
  }

  @Override
  public CompletableFuture<?> serves() {
    return result;
  }

  @Override
  public CompletableFuture<Channel> result() {
    return result;
  }

  @Override
  public void notOpened(XmppException why) {
    result.completeExceptionally(why);
  }

  @Override
  public void tooLate(Duration limit) {
    throw new AssertionError("an open channel is never late");
  }
}
