package im.linnet.internal.connect;

import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.internal.netty.Nanos;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One connection to one endpoint, for which its addresses race (RFC 8305, section 5): each starts
 * when the one before has failed or was not quick; the first that opens wins and the others are
 * closed.
 *
 * <p>All state is the event loop's. The result's completion, however it comes about, ends the race,
 * and the end closes whatever is open but the winner.
 */
final class Race {

  /** The Connection Attempt Delay that RFC 8305, section 5, recommends. */
  static final Duration STAGGER = Duration.ofMillis(250);

  private final Line line;
  private final Duration limit;
  private final long limitNanos;
  private final ChannelHandler initializer;
  private final EventLoop loop;
  private final CompletableFuture<Channel> result = new CompletableFuture<>();
  private final Deque<InetAddress> waiting = new ArrayDeque<>();
  private final Set<Channel> open = new LinkedHashSet<>();
  private final List<TransportException> failures = new ArrayList<>();
  private @Nullable ScheduledFuture<?> stagger;
  private @Nullable ScheduledFuture<?> deadline;

  Race(Line line, Duration limit, ChannelHandler initializer, EventLoop loop) {
    this.line = line;
    this.limit = limit;
    this.limitNanos = Nanos.of(limit);
    this.initializer = initializer;
    this.loop = loop;
  }

  /**
   * Starts the race.
   *
   * @param lookup the addresses, being looked up; the time this takes counts
   * @return the winner; cancelling it ends the race
   */
  CompletableFuture<Channel> run(CompletableFuture<List<InetAddress>> lookup) {
    onLoop(
        () -> {
          deadline = loop.schedule(this::tooLate, limitNanos, TimeUnit.NANOSECONDS);
          result.whenComplete((winner, failure) -> onLoop(this::end));
          lookup.whenComplete((addresses, failure) -> onLoop(() -> resolved(addresses, failure)));
        });
    return result;
  }

  private void onLoop(Runnable work) {
    if (loop.inEventLoop()) {
      work.run();
      return;
    }
    try {
      loop.execute(work);
    } catch (RejectedExecutionException stopped) {
      result.completeExceptionally(
          new TransportException(
              Reason.CLOSED_HERE, "The event loop has been shut down; use a new client", stopped));
    }
  }

  private void resolved(@Nullable List<InetAddress> addresses, @Nullable Throwable failure) {
    if (addresses != null) {
      waiting.addAll(addresses);
      next();
    } else if (failure != null) {
      boolean wrapped = failure instanceof CompletionException && failure.getCause() != null;
      result.completeExceptionally(wrapped ? failure.getCause() : failure);
    }
  }

  private void next() {
    if (result.isDone()) {
      return;
    }
    cancel(stagger);
    InetAddress address = waiting.poll();
    if (address != null) {
      start(address);
    } else if (open.isEmpty()) {
      result.completeExceptionally(failure());
    }
  }

  private void start(InetAddress address) {
    if (!waiting.isEmpty()) {
      stagger = loop.schedule(this::next, STAGGER.toNanos(), TimeUnit.NANOSECONDS);
    }
    Line.Opening opening = line.open(address, loop);
    open.add(opening.channel());
    // Netty announces a channel as active only after it has completed the future of connecting, so
    // the rest is done a turn later: handlers added now would see channelActive twice.
    opening
        .usable()
        .addListener(done -> loop.execute(() -> ended(address, opening.channel(), done)));
  }

  private void ended(InetAddress address, Channel channel, Future<?> opening) {
    if (result.isDone()) {
      close(channel);
    } else if (opening.isSuccess() && channel.isActive()) {
      win(channel);
    } else {
      open.remove(channel);
      close(channel);
      Throwable cause = opening.cause();
      failures.add(line.failure(address, cause == null ? new ClosedChannelException() : cause));
      next();
    }
  }

  /** Leaves only the caller's handlers on the channel and tells them what they have missed. */
  private void win(Channel channel) {
    open.remove(channel);
    while (channel.pipeline().first() != null) {
      channel.pipeline().removeFirst();
    }
    channel.pipeline().addLast(initializer);
    channel.pipeline().fireChannelActive();
    channel.config().setAutoRead(true);
    if (!result.complete(channel)) {
      channel.close();
    }
  }

  private void tooLate() {
    String state = failures.isEmpty() ? "" : "; until then: " + words();
    result.completeExceptionally(
        new TransportException(
            Reason.TIMED_OUT,
            "No connection by way of %s within %d ms%s"
                .formatted(line.host(), limit.toMillis(), state)));
  }

  private void end() {
    cancel(stagger);
    cancel(deadline);
    waiting.clear();
    List.copyOf(open).forEach(Race::close);
    open.clear();
  }

  /** A channel that could not even be made, for want of file descriptors, can't be closed. */
  private static void close(Channel channel) {
    if (channel.isRegistered()) {
      channel.close();
    }
  }

  private static void cancel(@Nullable ScheduledFuture<?> timer) {
    if (timer != null) {
      timer.cancel(false);
    }
  }

  /** One failure for all addresses: of the kind that shows best that there is a host at all. */
  private TransportException failure() {
    if (failures.isEmpty()) {
      return new TransportException(
          Reason.UNRESOLVED, "The host %s has no address".formatted(line.host()));
    }
    if (failures.size() == 1) {
      return failures.get(0);
    }
    TransportException telling =
        failures.stream()
            .filter(failure -> failure.reason() == Reason.REFUSED)
            .findFirst()
            .orElse(failures.get(failures.size() - 1));
    return new TransportException(telling.reason(), words(), telling);
  }

  private String words() {
    return failures.stream().map(TransportException::words).collect(Collectors.joining("; "));
  }
}
