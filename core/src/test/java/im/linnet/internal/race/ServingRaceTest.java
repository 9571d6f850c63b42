package im.linnet.internal.race;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.endpoint.Endpoint;
import im.linnet.failure.Failures;
import im.linnet.failure.StreamError.Condition;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.XmppException;
import im.linnet.internal.dial.Line;
import im.linnet.internal.dial.TcpFailure;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.Promise;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** After the opening: the first that serves wins. The test controls the clock and the runs. */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class ServingRaceTest {

  private static final Duration UNTIL_SERVES = Duration.ofSeconds(10);
  private static final Duration WHOLE = Duration.ofSeconds(30);
  private final StreamException lasting =
      StreamException.byClient(Condition.CONFLICT, "the same everywhere");

  private final EmbeddedChannel clock = new EmbeddedChannel();
  private final PlaceMemory memory = new PlaceMemory(clock.eventLoop().ticker()::nanoTime);
  private final List<Step> steps = new ArrayList<>();
  private Race<String> race = race();

  /** One address in the race; its last octet names it. */
  private final class Step extends ChannelInboundHandlerAdapter implements Run<String> {
    private final int name;
    private final Duration limit;
    private final Channel channel = new EmbeddedChannel();
    private final Promise<Channel> opening = clock.eventLoop().newPromise();
    private final CompletableFuture<Void> serves = new CompletableFuture<>();
    private final CompletableFuture<String> result = new CompletableFuture<>();

    Step(InetAddress address, Duration limit) {
      this.name = address.getAddress()[3];
      this.limit = limit;
    }

    Step open() {
      opening.setSuccess(channel);
      clock.runPendingTasks();
      return this;
    }

    Step refuse() {
      opening.setFailure(new ConnectException("Connection refused"));
      clock.runPendingTasks();
      return this;
    }

    @Override
    public ChannelHandler handler() {
      return this;
    }

    @Override
    public CompletableFuture<?> serves() {
      return serves;
    }

    @Override
    public CompletableFuture<String> result() {
      return result;
    }

    @Override
    public void notOpened(XmppException why) {
      result.completeExceptionally(why);
    }

    @Override
    public void tooLate(Duration after) {
      result.completeExceptionally(
          new TransportException(Reason.TIMED_OUT, "late after " + after.toMillis()));
    }
  }

  private final class Places implements Line {
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
      Step step = steps.get(steps.size() - 1);
      return new Opening(step.channel, step.opening);
    }

    @Override
    public TransportException failure(InetAddress address, Throwable cause) {
      return new TransportException(
          TcpFailure.of(cause).reason(), address.getHostAddress() + " refused", cause);
    }
  }

  @BeforeEach
  void freeze() {
    clock.freezeTime();
  }

  @AfterEach
  void close() {
    clock.finishAndReleaseAll();
    steps.forEach(step -> step.channel.close());
  }

  private Race<String> race() {
    return new Race<>(
        new Places(),
        new Contest<>(
            UNTIL_SERVES,
            WHOLE,
            memory,
            addresses -> addresses,
            (address, most) -> {
              steps.add(new Step(address, most));
              return steps.get(steps.size() - 1);
            },
            failure -> failure == lasting),
        clock.eventLoop());
  }

  private CompletableFuture<String> run(int... names) throws UnknownHostException {
    List<InetAddress> addresses = new ArrayList<>();
    for (int name : names) {
      addresses.add(InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) name}));
    }
    return race.run(CompletableFuture.completedFuture(addresses));
  }

  private CompletableFuture<String> again(int... names) throws UnknownHostException {
    steps.clear();
    race = race();
    return run(names);
  }

  private Stream<Integer> started() {
    return steps.stream().map(step -> step.name);
  }

  private void pass(Duration time) {
    clock.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
    clock.runScheduledPendingTasks();
  }

  private static TransportException broken() {
    return new TransportException(Reason.CLOSED, "closed without a word");
  }

  @Test
  void an_address_that_is_open_has_the_field_to_itself_for_a_while() throws Exception {
    CompletableFuture<String> result = run(1, 2);
    steps.get(0).open();
    pass(Race.PATIENCE.minusMillis(1));
    assertThat(started()).containsExactly(1);
    steps.get(0).serves.complete(null);
    pass(Duration.ofSeconds(20));
    assertThat(started()).containsExactly(1);
    steps.get(0).result.complete("one");

    assertThat(result).isCompletedWithValue("one");
    assertThat(clock.hasPendingTasks()).isFalse();
  }

  @Test
  void an_address_that_opens_calls_back_those_that_are_being_opened() throws Exception {
    CompletableFuture<String> result = run(1, 2, 3);
    pass(Race.STAGGER);
    steps.get(1).open();
    assertThat(steps.get(0).result).isCancelled();
    assertThat(steps.get(0).channel.isOpen()).isFalse();
    pass(Race.PATIENCE);
    assertThat(started()).as("the first is tried again before the third").containsExactly(1, 2, 1);
    assertThat(result).isNotDone();
  }

  @Test
  void the_next_joins_a_silent_address_and_wins_by_serving() throws Exception {
    CompletableFuture<String> result = run(1, 2);
    steps.get(0).open();
    pass(Race.PATIENCE);
    steps.get(1).open();
    assertThat(steps.get(0).result).isNotDone();
    steps.get(1).serves.complete(null);
    assertThat(steps.get(0).result).isCancelled();
    steps.get(1).result.complete("two");
    assertThat(result).isCompletedWithValue("two");

    CompletableFuture<String> next = again(1, 2);
    assertThat(started()).as("the silent one comes last").containsExactly(2);
    next.cancel(false);
  }

  @Test
  void a_slow_address_may_still_win() throws Exception {
    CompletableFuture<String> result = run(1, 2);
    steps.get(0).open();
    pass(Race.PATIENCE);
    steps.get(1).open();
    steps.get(0).serves.complete(null);
    steps.get(0).result.complete("one");
    assertThat(result).isCompletedWithValue("one");
    assertThat(steps.get(1).result).isCancelled();

    CompletableFuture<String> next = again(1, 2);
    assertThat(started()).as("the second did nothing wrong").containsExactly(1);
    next.cancel(false);
  }

  @Test
  void many_addresses_share_the_limit() throws Exception {
    int[] names = new int[9];
    for (int i = 0; i < names.length; i++) {
      names[i] = i + 1;
    }
    CompletableFuture<String> result = run(names);
    for (int i = 0; i < names.length; i++) {
      assertThat(steps).hasSize(i + 1);
      steps.get(i).open();
      pass(UNTIL_SERVES.dividedBy(names.length + 1));
    }
    assertThat(result).isNotDone();
    pass(UNTIL_SERVES.dividedBy(names.length + 1));
    assertThat(Failures.transport(result).reason()).isEqualTo(Reason.TIMED_OUT);
    assertThat(steps).hasSize(names.length);
  }

  @Test
  void an_address_that_fails_before_it_serves_is_followed_at_once() throws Exception {
    CompletableFuture<String> result = run(1, 2);
    steps.get(0).open().result.completeExceptionally(broken());
    assertThat(started()).containsExactly(1, 2);
    steps.get(1).open().serves.complete(null);
    steps.get(1).result.complete("two");
    assertThat(result).isCompletedWithValue("two");
  }

  @Test
  void the_others_come_back_if_the_winner_fails_after_all() throws Exception {
    CompletableFuture<String> result = run(1, 2, 3);
    steps.get(0).open();
    pass(Race.PATIENCE);
    steps.get(1).open().serves.complete(null);
    steps.get(1).result.completeExceptionally(broken());
    assertThat(started()).containsExactly(1, 2, 1);
    steps.get(2).open().result.completeExceptionally(broken());
    assertThat(started()).containsExactly(1, 2, 1, 3);
    steps.get(3).open().result.completeExceptionally(broken());
    assertThat(Failures.transport(result).reason()).isEqualTo(Reason.CLOSED);
  }

  @Test
  void who_serves_has_the_whole_limit_and_the_others_what_is_left() throws Exception {
    CompletableFuture<String> result = run(1, 2);
    steps.get(0).open().serves.complete(null);
    pass(Duration.ofSeconds(25));
    assertThat(result).isNotDone();
    steps.get(0).result.completeExceptionally(broken());
    assertThat(started()).containsExactly(1, 2);
    assertThat(steps.get(1).limit).isEqualTo(Duration.ofSeconds(5));
    steps.get(1).open();
    pass(Duration.ofSeconds(5));
    assertThat(Failures.transport(result))
        .hasMessageContaining("192.0.2.1: closed without a word")
        .hasMessageContaining("192.0.2.2: late after 5000");
  }

  @Test
  void all_that_are_silent_say_so_at_the_limit() throws Exception {
    CompletableFuture<String> result = run(1, 2);
    steps.get(0).open();
    pass(Race.PATIENCE);
    steps.get(1).open();
    pass(UNTIL_SERVES.minus(Race.PATIENCE));
    TransportException failure = Failures.transport(result);
    assertThat(failure.reason()).isEqualTo(Reason.TIMED_OUT);
    assertThat(clock.hasPendingTasks()).isFalse();
  }

  @Test
  void a_failure_that_is_the_same_everywhere_ends_the_race() throws Exception {
    CompletableFuture<String> result = run(1, 2);
    steps.get(0).open().result.completeExceptionally(lasting);
    assertThat(Failures.of(result)).isSameAs(lasting);
    assertThat(started()).containsExactly(1);
    assertThat(race.ending())
        .isEqualTo(new Race.Ending(Opened.place(InetAddress.getByName("192.0.2.1")), true));

    CompletableFuture<String> next = again(1);
    steps.get(0).open().result.completeExceptionally(lasting);
    assertThat(Failures.of(next)).isSameAs(lasting);
    assertThat(race.ending())
        .isEqualTo(new Race.Ending(Opened.place(InetAddress.getByName("192.0.2.1")), false));
  }

  @Test
  void what_failed_is_tried_last_until_it_succeeds() throws Exception {
    CompletableFuture<String> result = run(1, 2, 3);
    steps.get(0).refuse();
    steps.get(1).open().result.completeExceptionally(broken());
    steps.get(2).open().result.complete("three");
    assertThat(result).isCompletedWithValue("three");

    CompletableFuture<String> next = again(1, 2, 3);
    steps.get(0).refuse();
    steps.get(1).open().result.complete("one");
    assertThat(started()).as("the one that failed longest ago").containsExactly(3, 1);
    assertThat(next).isCompletedWithValue("one");

    again(1, 2, 3).cancel(false);
    assertThat(started()).containsExactly(1);
  }

  @Test
  void cancelling_ends_every_run() throws Exception {
    CompletableFuture<String> result = run(1, 2);
    steps.get(0).open();
    pass(Race.PATIENCE);
    steps.get(1).open();
    result.cancel(false);
    assertThat(steps).allMatch(step -> step.result.isCancelled());
    assertThat(clock.hasPendingTasks()).isFalse();
  }

  @Test
  void a_retry_that_may_help_shows_beside_a_failure_that_is_for_good() throws Exception {
    CompletableFuture<String> result = run(1, 2);
    TransportException untrusted = new TransportException(Reason.TLS_UNTRUSTED, "a stranger");
    steps.get(0).refuse();
    steps.get(1).open().result.completeExceptionally(untrusted);
    TransportException failure = Failures.transport(result);
    assertThat(failure.retryable()).isTrue();
    assertThat(failure).hasMessageContaining("refused").hasMessageContaining("a stranger");
  }
}
