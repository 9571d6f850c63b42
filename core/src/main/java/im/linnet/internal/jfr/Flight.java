package im.linnet.internal.jfr;

import im.linnet.connection.Dropped;
import im.linnet.failure.Phase;
import im.linnet.internal.observe.Recording;
import im.linnet.observe.Result;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/**
 * Writes the events of one client to the flight recorder. While nothing is recorded, an event costs
 * one check or two.
 */
public final class Flight implements Recording {

  private final int client = System.identityHashCode(this);

  private Flight() {}

  /** {@return the events of a new client; null if this Java has no flight recorder} */
  public static @Nullable Recording ofClient() {
    try {
      boolean unused = isOn();
      return new Flight();
    } catch (LinkageError absent) {
      return null;
    }
  }

  /**
   * Whether the recorder was ever used. Before that no class of an event is loaded: the first one
   * costs 100 ms of CPU (JDK 17), which would be those of a cold sign-in.
   */
  private static boolean isOn() {
    return FlightRecorder.isInitialized();
  }

  /** {@return what tells this client's events from those of others} */
  int client() {
    return client;
  }

  @Override
  public boolean wantsSlowCallbacks() {
    return isOn() && new SlowCallback().isEnabled();
  }

  @Override
  public void endpointTried(Phase phase, Result result, long nanos) {
    if (!isOn()) {
      return;
    }
    EndpointAttempt event = new EndpointAttempt();
    if (event.isEnabled()) {
      event.client = client;
      event.phase = phase.name();
      event.result = result.name();
      event.elapsed = nanos;
      event.commit();
    }
  }

  @Override
  public void bound(boolean resumed, long nanos) {
    attempt(Phase.SESSION, Result.SUCCEEDED, nanos);
    if (!isOn()) {
      return;
    }
    StreamBound event = new StreamBound();
    if (event.isEnabled()) {
      event.client = client;
      event.resumed = resumed;
      event.commit();
    }
  }

  @Override
  public void notBound(Phase phase, Result result, long nanos) {
    attempt(phase, result, nanos);
  }

  private void attempt(Phase phase, Result result, long nanos) {
    if (!isOn()) {
      return;
    }
    ConnectionAttempt event = new ConnectionAttempt();
    if (event.isEnabled()) {
      event.client = client;
      event.phase = phase.name();
      event.result = result.name();
      event.elapsed = nanos;
      event.commit();
    }
  }

  @Override
  public void ended(Result why, long nanos) {
    if (!isOn()) {
      return;
    }
    StreamEnded event = new StreamEnded();
    if (event.isEnabled()) {
      event.client = client;
      event.result = why.name();
      event.elapsed = nanos;
      event.commit();
    }
  }

  @Override
  public void reconnecting(int attempts, long delayNanos) {
    if (!isOn()) {
      return;
    }
    Reconnect event = new Reconnect();
    if (event.isEnabled()) {
      event.client = client;
      event.attempts = attempts;
      event.delay = delayNanos;
      event.commit();
    }
  }

  @Override
  public void readingPaused(int stanzas, long bytes) {
    if (!isOn()) {
      return;
    }
    ReadingPaused event = new ReadingPaused();
    if (event.isEnabled()) {
      event.client = client;
      event.stanzas = stanzas;
      event.bytes = bytes;
      event.commit();
    }
  }

  @Override
  public void readingResumed(long nanos) {
    if (!isOn()) {
      return;
    }
    ReadingResumed event = new ReadingResumed();
    if (event.isEnabled()) {
      event.client = client;
      event.elapsed = nanos;
      event.commit();
    }
  }

  @Override
  public void slowCallback(long nanos) {
    if (!isOn()) {
      return;
    }
    SlowCallback event = new SlowCallback();
    if (event.isEnabled()) {
      event.client = client;
      event.elapsed = nanos;
      event.commit();
    }
  }

  @Override
  public void dropped(Dropped.Reason reason) {
    if (!isOn()) {
      return;
    }
    StanzaDropped event = new StanzaDropped();
    if (event.isEnabled()) {
      event.client = client;
      event.reason = reason.name();
      event.commit();
    }
  }
}
