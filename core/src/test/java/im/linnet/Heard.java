package im.linnet;

import im.linnet.connection.Dropped;
import im.linnet.failure.Phase;
import im.linnet.observe.ClientListener;
import im.linnet.observe.Result;
import im.linnet.observe.StanzaKind;
import im.linnet.observe.Status;
import im.linnet.testkit.events.EventLog;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Notes what a listener hears, one line for each event, without the times. */
final class Heard implements ClientListener {

  private final EventLog<String> log = new EventLog<>();

  /** The threads that called, except for slow callbacks. */
  final Set<Thread> callers = ConcurrentHashMap.newKeySet();

  /** Those that called for slow callbacks. */
  final Set<Thread> slowCallers = ConcurrentHashMap.newKeySet();

  private void note(String line, long nanos) {
    if (nanos < 0) {
      throw new IllegalArgumentException("a time of %d ns".formatted(nanos));
    }
    callers.add(Thread.currentThread());
    log.add(line);
  }

  /** All lines so far, except stanzas and requests, which come between the others. */
  List<String> all() {
    return log.all().stream()
        .filter(line -> !line.matches("(received|sent|requestEnded) .*"))
        .toList();
  }

  /** Waits for this line. */
  void await(String line) {
    await(line, 1);
  }

  /** Waits until this line has come so often. */
  void await(String line, int times) {
    log.await(line, times, line::equals, Duration.ofSeconds(40));
  }

  /** How often this line was noted. */
  long count(String line) {
    return log.all().stream().filter(line::equals).count();
  }

  @Override
  public void entered(Status status) {
    note("entered " + status, 0);
  }

  @Override
  public void endpointTried(Phase phase, Result result, long nanos) {
    note("endpointTried " + phase + " " + result, nanos);
  }

  @Override
  public void bound(boolean resumed, long nanos) {
    note("bound " + (resumed ? "resumed" : "new"), nanos);
  }

  @Override
  public void notBound(Phase phase, Result result, long nanos) {
    note("notBound " + phase + " " + result, nanos);
  }

  @Override
  public void ended(Result why, long nanos) {
    note("ended " + why, nanos);
  }

  @Override
  public void reconnecting(int attempts, long delayNanos) {
    note("reconnecting after " + attempts, delayNanos);
  }

  @Override
  public void readingPaused(int stanzas, long bytes) {
    note("readingPaused by " + stanzas, bytes);
  }

  @Override
  public void readingResumed(long nanos) {
    note("readingResumed", nanos);
  }

  @Override
  public void slowCallback(long nanos) {
    slowCallers.add(Thread.currentThread());
    log.add("slowCallback");
  }

  @Override
  public void dropped(Dropped.Reason reason) {
    note("dropped " + reason, 0);
  }

  @Override
  public void received(StanzaKind kind) {
    note("received " + kind, 0);
  }

  @Override
  public void sent(StanzaKind kind) {
    note("sent " + kind, 0);
  }

  @Override
  public void requestEnded(Result result, long nanos) {
    note("requestEnded " + result, nanos);
  }
}
