package im.linnet.benchmarks.chaos;

import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState.Connected;
import im.linnet.failure.TransportException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Sends numbers as a careful program would: some at a time, and failed ones again under the same
 * id, in order, before anything new. When one fails, it awaits the outcome of all that are under
 * way, and the connection, before it sends another; so it never reorders messages itself.
 */
final class Courier implements Runnable {

  private static final int TICK_MILLIS = 5;

  /** How long to wait until the recipient has a message, outages included. */
  private static final long RECEIPT = TimeUnit.SECONDS.toNanos(15);

  /** A message that was given to the client. */
  private record Parcel(int number, CompletableFuture<Void> outcome) {}

  private final String name;
  private final XmppClient client;
  private final Jid to;
  private final Inbox recipient;
  private final Inbox wire;
  private final Settings settings;
  private final Random random;
  private final Deque<Parcel> underWay = new ArrayDeque<>();
  private final Deque<Integer> handedBack = new ArrayDeque<>();
  private final Map<TransportException.Reason, Integer> failures =
      new EnumMap<>(TransportException.Reason.class);
  private @Nullable BoundStream stream;
  private int next;
  private int delivered;
  private int outOfTurn;
  private int vanished;
  private int swallowed;
  private long sinceAwaiting;
  private String doing = "begins";
  private volatile boolean stopping;
  private volatile boolean abandoned;
  private volatile boolean done;

  /** A courier from one party to the other. */
  Courier(String name, Party from, Party to, Settings settings) {
    this.name = name;
    this.client = from.client();
    this.to = to.address();
    this.recipient = to.inbox();
    this.wire = to.trace().wire();
    this.settings = settings;
    this.random = new Random(settings.seed() ^ name.hashCode());
  }

  /** Sends nothing new; finishes what is under way. */
  void stop() {
    stopping = true;
  }

  /** Stops without finishing. */
  void abandon() {
    abandoned = true;
  }

  /** Whether all that was sent is known to have been delivered. */
  boolean isDone() {
    return done;
  }

  @Override
  public void run() {
    try {
      while (!abandoned && !(stopping && isIdle())) {
        burst();
        collect();
        awaitReceipt();
      }
      done = isIdle();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean isIdle() {
    return underWay.isEmpty() && handedBack.isEmpty() && !isReceiptAwaited();
  }

  private boolean isReceiptAwaited() {
    return settings.inStep() && recipient.highest() < next - 1;
  }

  /**
   * Sends the last message again, under the same id, if it has no receipt although the server has
   * acknowledged it; records whether the server lost it.
   */
  private synchronized void awaitReceipt() {
    if (!isReceiptAwaited() || !underWay.isEmpty() || !handedBack.isEmpty()) {
      sinceAwaiting = System.nanoTime();
    } else if (System.nanoTime() - sinceAwaiting > RECEIPT) {
      boolean came = wire.has(next - 1);
      swallowed += came ? 1 : 0;
      vanished += came ? 0 : 1;
      handedBack.add(next - 1);
    }
  }

  /** Sends a few at once, so that a cut hits some under way; then pauses to keep the rate. */
  private void burst() throws InterruptedException {
    int size = 1 + random.nextInt(settings.underWay());
    int sent = 0;
    while (sent < size && mayGoOn() && sendNext()) {
      sent++;
    }
    says("waits for outcomes");
    long pause = 1 + random.nextLong(1 + 2_000L * Math.max(1, sent) / settings.rate());
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pause);
    while (System.nanoTime() < until && mayGoOn()) {
      Thread.sleep(Math.min(TICK_MILLIS, pause));
    }
  }

  /** Whether nothing has failed and the stream of all sent messages is still alive. */
  @SuppressWarnings("ReferenceEquality") // Another stream may well be equal.
  private synchronized boolean mayGoOn() {
    if (underWay.stream().anyMatch(parcel -> parcel.outcome.isCompletedExceptionally())) {
      return false;
    }
    BoundStream now = client.state() instanceof Connected up ? up.stream() : null;
    if (now != null && now != stream) {
      if (!now.resumed() && !underWay.isEmpty()) {
        return false;
      }
      stream = now;
    }
    return true;
  }

  private synchronized boolean sendNext() {
    if (underWay.size() >= settings.underWay()) {
      return false;
    }
    boolean tooFar = next - recipient.highest() > settings.ahead();
    if (handedBack.isEmpty() && (stopping || tooFar)) {
      return false;
    }
    int number = handedBack.isEmpty() ? next++ : handedBack.removeFirst();
    Message message =
        Message.builder(to).type(Message.Type.CHAT).id(name + number).body("" + number).build();
    underWay.add(new Parcel(number, client.deliver(message)));
    return true;
  }

  /** Collects outcomes in order; after a failure, those of all. */
  private void collect() throws InterruptedException {
    Parcel first = first();
    while (first != null && first.outcome.isDone() && !first.outcome.isCompletedExceptionally()) {
      delivered();
      first = first();
    }
    if (!mayGoOn()) {
      settle();
      awaitConnection();
    }
  }

  private synchronized @Nullable Parcel first() {
    return underWay.peek();
  }

  private synchronized void delivered() {
    underWay.remove();
    delivered++;
  }

  private void settle() throws InterruptedException {
    Deque<Integer> back = new ArrayDeque<>();
    for (Parcel parcel = first(); parcel != null; parcel = first()) {
      says("awaits the outcome of " + parcel.number);
      if (!await(parcel)) {
        return;
      }
      take(parcel, back);
    }
    putBack(back);
  }

  private synchronized void take(Parcel parcel, Deque<Integer> back) {
    underWay.remove();
    if (parcel.outcome.isCompletedExceptionally()) {
      back.add(parcel.number);
    } else {
      delivered++;
      outOfTurn += back.isEmpty() ? 0 : 1;
    }
  }

  /**
   * Puts failed numbers before those that still wait to be sent again, because they were sent
   * earlier.
   */
  private synchronized void putBack(Deque<Integer> back) {
    for (Iterator<Integer> last = back.descendingIterator(); last.hasNext(); ) {
      handedBack.addFirst(last.next());
    }
  }

  /** Awaits an outcome; false if the run was abandoned. */
  private boolean await(Parcel parcel) throws InterruptedException {
    while (!abandoned) {
      try {
        parcel.outcome.get(100, TimeUnit.MILLISECONDS);
        return true;
      } catch (ExecutionException failed) {
        count(failed.getCause());
        return true;
      } catch (TimeoutException notYet) {
        // Goes on waiting unless abandoned.
      }
    }
    return false;
  }

  private synchronized void count(@Nullable Throwable failure) {
    if (failure instanceof TransportException lost) {
      failures.merge(lost.reason(), 1, Integer::sum);
    } else {
      throw new IllegalStateException("A delivery failed for no such reason", failure);
    }
  }

  private void awaitConnection() throws InterruptedException {
    says("awaits a connection");
    while (!abandoned && !(client.state() instanceof Connected)) {
      Thread.sleep(TICK_MILLIS);
    }
    says("sends");
  }

  private synchronized void says(String words) {
    doing = words;
  }

  /** How many different numbers were sent. */
  synchronized int sent() {
    return next;
  }

  /** How many failed for a reason. */
  synchronized int failures(TransportException.Reason reason) {
    return failures.getOrDefault(reason, 0);
  }

  /** How many messages the server acknowledged and never sent to the recipient. */
  synchronized int vanished() {
    return vanished;
  }

  /** How many messages came over the recipient's wire and did not reach its subscriber. */
  synchronized int swallowed() {
    return swallowed;
  }

  /** How many deliveries succeeded although an earlier one failed. */
  synchronized int outOfTurn() {
    return outOfTurn;
  }

  /** Its state, for the report. */
  synchronized String words() {
    return "%s %s: sent %d, delivered %d, under way %s, handed back %s"
        .formatted(
            name,
            doing,
            next,
            delivered,
            underWay.stream().map(Parcel::number).toList(),
            handedBack);
  }
}
