package im.linnet.internal.race;

import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.XmppException;
import im.linnet.internal.dial.Line;
import im.linnet.internal.netty.Nanos;
import im.linnet.internal.stream.Faults;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A race between the addresses of one endpoint (RFC 8305, section 5). The winner is the first that
 * serves, not the first that accepts the connection.
 *
 * <pre>
 *   opening ─► open ─► serves ─► result
 *      │         │        │
 *      └─────────┴────────┴──► failed: the next address starts
 * </pre>
 *
 * <p>While addresses are being opened, the next one starts after {@link #STAGGER}. An open one runs
 * alone for {@link #PATIENCE} or its share of the limit; then the next one joins. The first that
 * serves continues alone; if it fails after all, the others resume.
 *
 * <p>All state belongs to the event loop. Any completion of the result ends the race and closes
 * every connection except the winner's.
 *
 * @param <T> the result of a connection
 */
public final class Race<T> {

  /** The Connection Attempt Delay that RFC 8305, section 5, recommends. */
  static final Duration STAGGER = Duration.ofMillis(250);

  /** How long an open connection may be silent before another address joins. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  private enum Stage {
    OPENING,
    OPEN,
    SERVING
  }

  private final Line line;
  private final Contest<T> contest;
  private final EventLoop loop;
  private final CompletableFuture<T> result = new CompletableFuture<>();
  private final Deque<InetAddress> waiting = new ArrayDeque<>();
  private final List<Contender> contenders = new ArrayList<>();
  private final AddressFailures failures;
  private long patience;
  private long end;
  private @Nullable ScheduledFuture<?> starter;
  private @Nullable ScheduledFuture<?> deadline;
  private @Nullable Ending ending;
  private Runnable servingBegins = () -> {};
  private Runnable servingEnds = () -> {};

  /**
   * Where a race ended with a failure that is the same at every address.
   *
   * @param at the address, or null behind a proxy
   * @param untried whether other addresses were left
   */
  public record Ending(@Nullable InetSocketAddress at, boolean untried) {}

  /** An address in the race. */
  private final class Contender {
    private final InetAddress address;
    private final Run<T> run;
    private final Channel channel;
    private Stage stage = Stage.OPENING;

    Contender(InetAddress address, Run<T> run, Channel channel) {
      this.address = address;
      this.run = run;
      this.channel = channel;
    }

    /** A channel that could not be created, for lack of file descriptors, can't be closed. */
    void leave() {
      run.result().cancel(false);
      if (channel.isRegistered()) {
        channel.close();
      }
    }
  }

  /**
   * A race; nothing happens before {@link #run}.
   *
   * @param line opens channels to addresses
   * @param contest the rules
   * @param loop the event loop
   */
  public Race(Line line, Contest<T> contest, EventLoop loop) {
    this.line = line;
    this.contest = contest;
    this.loop = loop;
    this.failures = new AddressFailures(line.endpoint());
  }

  /**
   * Sets what is called on the event loop when an address serves, and when it fails nevertheless.
   * Before {@link #run}.
   *
   * @param begins called for each address that serves
   * @param ends called before others of this race go on
   */
  public void watch(Runnable begins, Runnable ends) {
    servingBegins = begins;
    servingEnds = ends;
  }

  /**
   * Starts the race.
   *
   * @param lookup the addresses; the time that the look-up takes counts
   * @return the winner's result, or the failure; cancelling it ends the race
   */
  public CompletableFuture<T> run(CompletableFuture<List<InetAddress>> lookup) {
    onLoop(
        () -> {
          end = now() + Nanos.of(contest.whole());
          setDeadline(contest.untilServes());
          result.whenComplete((value, failure) -> onLoop(this::end));
          lookup.whenComplete((addresses, failure) -> onLoop(() -> resolved(addresses, failure)));
        });
    return result;
  }

  /** Where the race ended with a failure that is the same at every address; null if it did not. */
  public @Nullable Ending ending() {
    return ending;
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

  private long now() {
    return loop.ticker().nanoTime();
  }

  private void resolved(@Nullable List<InetAddress> addresses, @Nullable Throwable failure) {
    if (failure != null) {
      result.completeExceptionally(Faults.of(failure));
    } else if (addresses != null && !result.isDone()) {
      race(addresses);
    }
  }

  private void race(List<InetAddress> addresses) {
    try {
      waiting.addAll(inOrder(contest.choice().apply(addresses)));
    } catch (TransportException refused) {
      result.completeExceptionally(refused);
      return;
    }
    long share = Nanos.of(contest.untilServes()) / (waiting.size() + 1);
    patience = Math.min(share, PATIENCE.toNanos());
    next();
  }

  private List<InetAddress> inOrder(List<InetAddress> addresses) {
    List<InetSocketAddress> places = addresses.stream().map(line::place).toList();
    return contest.memory().addresses().lastFailedLast(places).stream()
        .map(InetSocketAddress::getAddress)
        .toList();
  }

  private void next() {
    if (result.isDone()) {
      return;
    }
    cancel(starter);
    InetAddress address = waiting.poll();
    if (address != null) {
      start(address);
    } else if (contenders.isEmpty()) {
      result.completeExceptionally(failures.together(line.host()));
    }
  }

  private void nextAfter(long nanos) {
    cancel(starter);
    if (!waiting.isEmpty()) {
      starter = loop.schedule(this::next, nanos, TimeUnit.NANOSECONDS);
    }
  }

  private void start(InetAddress address) {
    nextAfter(STAGGER.toNanos());
    Run<T> run = contest.begin().apply(address, Duration.ofNanos(Math.max(0, end - now())));
    Line.Opening opening = line.open(address, loop);
    Contender contender = new Contender(address, run, opening.channel());
    contenders.add(contender);
    run.result().whenComplete((value, failure) -> onLoop(() -> ended(contender, value, failure)));
    run.serves().thenRun(() -> onLoop(() -> serves(contender)));
    // Netty announces a channel as active only after it has completed the connect future, so this
    // continues later: handlers added now would see channelActive twice.
    opening.usable().addListener(done -> loop.execute(() -> opened(contender, done)));
  }

  private void opened(Contender contender, Future<?> opening) {
    if (!contenders.contains(contender)) {
      contender.leave();
    } else if (opening.isSuccess() && contender.channel.isActive()) {
      contender.stage = Stage.OPEN;
      callBack(Stage.OPENING, contender);
      nextAfter(patience);
      install(contender.channel, contender.run);
    } else {
      Throwable cause = opening.cause();
      contender.run.notOpened(
          line.failure(contender.address, cause == null ? new ClosedChannelException() : cause));
    }
  }

  /**
   * Leaves only the run's handlers on the channel and passes them the events that they have missed.
   */
  private void install(Channel channel, Run<T> run) {
    while (channel.pipeline().first() != null) {
      channel.pipeline().removeFirst();
    }
    channel.pipeline().addLast(run.handler());
    channel.pipeline().fireChannelActive();
    channel.config().setAutoRead(true);
  }

  /** Returns the other contenders that are not past this stage to the queue. */
  private void callBack(Stage farthest, Contender but) {
    List<Contender> others =
        contenders.stream()
            .filter(other -> other != but && other.stage.compareTo(farthest) <= 0)
            .toList();
    contenders.removeAll(others);
    for (int i = others.size() - 1; i >= 0; i--) {
      waiting.addFirst(others.get(i).address);
      others.get(i).leave();
    }
  }

  /**
   * Ends the other contenders; those that began earlier and were overtaken count as failed next
   * time.
   */
  private void serves(Contender contender) {
    int place = contenders.indexOf(contender);
    if (place >= 0) {
      contenders.subList(0, place).forEach(this::noteFailure);
      contender.stage = Stage.SERVING;
      callBack(Stage.OPEN, contender);
      cancel(starter);
      setDeadline(contest.whole());
      servingBegins.run();
    }
  }

  private void ended(Contender contender, @Nullable T value, @Nullable Throwable failure) {
    if (!contenders.remove(contender)) {
      return;
    }
    InetSocketAddress place = line.place(contender.address);
    if (failure == null) {
      contest.memory().addresses().succeeded(place);
      succeeded(contender, value);
      return;
    }
    XmppException why = Faults.of(failure);
    boolean open = contender.stage != Stage.OPENING;
    if (!open) {
      contender.leave();
    }
    if (contender.stage == Stage.SERVING) {
      servingEnds.run();
    }
    if (contest.isFinal().test(why)) {
      boolean others = !waiting.isEmpty() || !contenders.isEmpty();
      ending = new Ending(line.isDirect() ? place : null, others);
      result.completeExceptionally(why);
    } else if (open && !line.isDirect()) {
      // Other addresses of the proxy lead to the same endpoint.
      result.completeExceptionally(why);
    } else {
      noteFailure(contender);
      failed(contender, why);
    }
  }

  // A successful run's value is whatever T allows, null included.
  @SuppressWarnings("NullAway")
  private void succeeded(Contender contender, @Nullable T value) {
    contest.memory().bound(line.isDirect() ? contender.address : null);
    if (!result.complete(value)) {
      contender.leave();
    }
  }

  private void failed(Contender contender, XmppException why) {
    if (contender.stage == Stage.OPENING) {
      failures.opening(why);
    } else {
      failures.open(contender.address, why);
    }
    if (contender.stage == Stage.SERVING) {
      setDeadline(contest.untilServes());
    }
    next();
  }

  private void noteFailure(Contender contender) {
    contest.memory().addresses().failed(line.place(contender.address));
  }

  private void setDeadline(Duration limit) {
    cancel(deadline);
    long left = Math.max(0, Math.min(Nanos.of(limit), end - now()));
    deadline = loop.schedule(() -> tooLate(Duration.ofNanos(left)), left, TimeUnit.NANOSECONDS);
  }

  /** Ends all contenders at the time limit; open ones report their phase. */
  private void tooLate(Duration limit) {
    List<Contender> opening =
        contenders.stream().filter(late -> late.stage == Stage.OPENING).toList();
    opening.forEach(this::noteFailure);
    if (opening.size() == contenders.size()) {
      result.completeExceptionally(notOpened(limit));
      return;
    }
    contenders.removeAll(opening);
    opening.forEach(Contender::leave);
    waiting.clear();
    List.copyOf(contenders).forEach(late -> late.run.tooLate(limit));
  }

  private TransportException notOpened(Duration limit) {
    String state = failures.isEmpty() ? "" : "; until then: " + failures.inWords();
    return new TransportException(
        Reason.TIMED_OUT,
        "No connection by way of %s within %d ms%s"
            .formatted(line.host(), limit.toMillis(), state));
  }

  private void end() {
    cancel(starter);
    cancel(deadline);
    waiting.clear();
    List<Contender> left = List.copyOf(contenders);
    contenders.clear();
    left.forEach(Contender::leave);
  }

  private static void cancel(@Nullable ScheduledFuture<?> timer) {
    if (timer != null) {
      timer.cancel(false);
    }
  }
}
