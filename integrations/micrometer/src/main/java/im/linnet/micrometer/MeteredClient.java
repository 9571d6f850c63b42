package im.linnet.micrometer;

import im.linnet.Extension;
import im.linnet.connection.Dropped;
import im.linnet.failure.Phase;
import im.linnet.observe.ClientListener;
import im.linnet.observe.Result;
import im.linnet.observe.StanzaKind;
import im.linnet.observe.Status;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client's part in the meters. Does not refer to the client, which may so be collected. Belongs
 * to the client's event loop.
 */
final class MeteredClient implements Extension, ClientListener {

  private final ClientMeters meters;
  private @Nullable Status status;

  MeteredClient(ClientMeters meters) {
    this.meters = meters;
  }

  @Override
  public List<ClientListener> listeners() {
    return List.of(this);
  }

  @Override
  public void entered(Status next) {
    Status before = status;
    status = next;
    if (before == null) {
      meters.began(next);
    } else {
      meters.moved(before, next);
    }
  }

  @Override
  public void endpointTried(Phase phase, Result result, long nanos) {
    meters.tried(phase, result, nanos);
  }

  @Override
  public void bound(boolean resumed, long nanos) {
    meters.connected(Phase.SESSION, Result.SUCCEEDED, nanos);
    meters.streams(resumed).increment();
  }

  @Override
  public void notBound(Phase phase, Result result, long nanos) {
    meters.connected(phase, result, nanos);
  }

  @Override
  public void ended(Result why, long nanos) {
    meters.ended(why, nanos);
  }

  @Override
  public void reconnecting(int attempts, long delayNanos) {
    meters.reconnects().increment();
  }

  @Override
  public void readingPaused(int stanzas, long bytes) {
    meters.reading(false);
  }

  @Override
  public void readingResumed(long nanos) {
    meters.reading(true);
    meters.pause().record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void slowCallback(long nanos) {
    meters.slowCallback().record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void dropped(Dropped.Reason reason) {
    meters.dropped(reason).increment();
  }

  @Override
  public void received(StanzaKind kind) {
    meters.received(kind).increment();
  }

  @Override
  public void sent(StanzaKind kind) {
    meters.sent(kind).increment();
  }

  @Override
  public void requestEnded(Result result, long nanos) {
    meters.requested(result, nanos);
  }
}
