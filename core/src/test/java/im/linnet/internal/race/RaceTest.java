package im.linnet.internal.race;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.endpoint.Endpoint;
import im.linnet.failure.Failures;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.internal.dial.Line;
import im.linnet.internal.dial.TcpFailure;
import im.linnet.internal.dns.Addresses;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.Promise;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Row N07 of the security catalogue. The test controls the clock and the connections. */
@Tag("N07")
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class RaceTest {

  private final EmbeddedChannel clock = new EmbeddedChannel();
  private final List<InetAddress> started = new ArrayList<>();
  private final List<Channel> channels = new ArrayList<>();
  private final List<Promise<Channel>> openings = new ArrayList<>();
  private int activations;

  /** A line on which nothing happens by itself. */
  private final Line line =
      new Line() {
        @Override
        public Endpoint endpoint() {
          return Endpoint.startTls("host.example", 5222);
        }

        @Override
        public String host() {
          return "host.example";
        }

        @Override
        public InetSocketAddress place(InetAddress address) {
          return Opened.place(address);
        }

        @Override
        public boolean isDirect() {
          return true;
        }

        @Override
        public Opening open(InetAddress address, EventLoop loop) {
          started.add(address);
          channels.add(new EmbeddedChannel());
          openings.add(loop.newPromise());
          return new Opening(channels.get(channels.size() - 1), openings.get(openings.size() - 1));
        }

        @Override
        public TransportException failure(InetAddress address, Throwable cause) {
          return new TransportException(
              TcpFailure.of(cause).reason(), address.getHostAddress(), cause);
        }
      };

  @BeforeEach
  void freeze() {
    clock.freezeTime();
  }

  @AfterEach
  void close() {
    clock.finishAndReleaseAll();
    channels.forEach(Channel::close);
  }

  private CompletableFuture<Channel> race(CompletableFuture<List<InetAddress>> lookup) {
    ChannelInboundHandlerAdapter handler =
        new ChannelInboundHandlerAdapter() {
          @Override
          public void channelActive(ChannelHandlerContext context) {
            activations++;
          }
        };
    return Opened.dial(line, lookup, Duration.ofSeconds(10), handler, clock.eventLoop());
  }

  private CompletableFuture<Channel> race(String... addresses) throws UnknownHostException {
    List<InetAddress> list = new ArrayList<>();
    for (String address : addresses) {
      list.add(InetAddress.getByName(address));
    }
    return race(CompletableFuture.completedFuture(list));
  }

  private void pass(Duration time) {
    clock.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
    clock.runScheduledPendingTasks();
  }

  private void succeed(int opening) {
    openings.get(opening).setSuccess(channels.get(opening));
    clock.runPendingTasks();
  }

  private void fail(int opening, Throwable cause) {
    openings.get(opening).setFailure(cause);
    clock.runPendingTasks();
  }

  private void assertNothingLeftOpenBut(Channel... winner) {
    assertThat(channels.stream().filter(Channel::isOpen)).containsExactly(winner);
    assertThat(clock.hasPendingTasks()).isFalse();
  }

  @Test
  void starts_the_next_address_after_250_ms_and_closes_the_loser() throws UnknownHostException {
    CompletableFuture<Channel> result = race("2001:db8::1", "192.0.2.1");
    pass(Duration.ofMillis(249));
    assertThat(started).hasSize(1);
    pass(Duration.ofMillis(1));
    assertThat(started).hasSize(2);
    succeed(1);

    assertThat(result).isCompletedWithValue(channels.get(1));
    assertThat(activations).isEqualTo(1);
    assertNothingLeftOpenBut(channels.get(1));
  }

  @Test
  void starts_the_next_address_as_soon_as_one_fails() throws UnknownHostException {
    CompletableFuture<Channel> result = race("2001:db8::1", "192.0.2.1", "192.0.2.2");
    fail(0, new ConnectException("Connection refused"));
    assertThat(started).hasSize(2);
    pass(Duration.ofMillis(249));
    assertThat(started).hasSize(2);
    succeed(1);

    assertThat(result).isCompletedWithValue(channels.get(1));
    assertNothingLeftOpenBut(channels.get(1));
  }

  @Test
  void lets_a_slow_first_address_still_win() throws UnknownHostException {
    CompletableFuture<Channel> result = race("2001:db8::1", "192.0.2.1");
    pass(Duration.ofMillis(250));
    succeed(0);

    assertThat(result).isCompletedWithValue(channels.get(0));
    assertNothingLeftOpenBut(channels.get(0));
  }

  @Test
  void does_not_hand_out_a_channel_that_has_gone_meanwhile() throws UnknownHostException {
    CompletableFuture<Channel> result = race("2001:db8::1");
    channels.get(0).close();
    succeed(0);

    assertThat(Failures.transport(result).reason()).isEqualTo(Reason.RESET);
    assertThat(activations).isZero();
  }

  @Test
  void names_every_address_when_all_fail() throws UnknownHostException {
    CompletableFuture<Channel> result = race("2001:db8::1", "192.0.2.1");
    fail(0, new ConnectException("Connection refused"));
    fail(1, new SocketException("Network is unreachable"));

    TransportException failure = Failures.transport(result);
    assertThat(failure.reason()).isEqualTo(Reason.REFUSED);
    assertThat(failure).hasMessage("2001:db8:0:0:0:0:0:1; 192.0.2.1");
    assertNothingLeftOpenBut();
  }

  @Test
  void ends_at_its_limit() throws UnknownHostException {
    CompletableFuture<Channel> result = race("2001:db8::1", "192.0.2.1", "192.0.2.2");
    fail(0, new ConnectException("Connection refused"));
    pass(Duration.ofMillis(250));
    pass(Duration.ofSeconds(10));

    TransportException failure = Failures.transport(result);
    assertThat(failure.reason()).isEqualTo(Reason.TIMED_OUT);
    assertThat(failure).hasMessageContaining("host.example within 10000 ms");
    assertThat(channels).hasSize(3);
    assertNothingLeftOpenBut();
  }

  @Test
  void counts_the_look_up_into_its_limit_and_opens_nothing_afterwards() {
    CompletableFuture<List<InetAddress>> lookup = new CompletableFuture<>();
    CompletableFuture<Channel> result = race(lookup);
    pass(Duration.ofSeconds(10));
    lookup.complete(Addresses.LOOPBACK);

    assertThat(Failures.transport(result).reason()).isEqualTo(Reason.TIMED_OUT);
    assertThat(started).isEmpty();
  }

  @Test
  void closes_everything_when_it_is_cancelled() throws UnknownHostException {
    CompletableFuture<Channel> result = race("2001:db8::1", "192.0.2.1", "192.0.2.2");
    pass(Duration.ofMillis(250));
    result.cancel(true);
    succeed(1);

    assertThat(started).hasSize(2);
    assertNothingLeftOpenBut();
  }

  @Test
  void passes_a_failed_look_up_on() {
    TransportException unknown = new TransportException(Reason.UNRESOLVED, "unknown");

    assertThat(Failures.of(race(CompletableFuture.failedFuture(unknown)))).isSameAs(unknown);
    assertNothingLeftOpenBut();
  }
}
