package im.linnet.internal.observe;

import im.linnet.connection.Backlog;
import im.linnet.connection.Containment;
import im.linnet.connection.Dropped;
import im.linnet.connection.WireEvent;
import im.linnet.failure.Phase;
import im.linnet.failure.Where;
import im.linnet.internal.netty.Nanos;
import im.linnet.observe.ClientListener;
import im.linnet.observe.Result;
import im.linnet.observe.StanzaKind;
import im.linnet.observe.Status;
import im.linnet.observe.WireListener;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The listeners of one client. Their exceptions are logged. Belongs to the client's event loop,
 * except {@link #dropped}, {@link #ran} and {@link #wantsSlowCallbacks}, which any thread may call.
 */
public final class Listeners {

  private final @Nullable EventExecutor loop;
  private final @Nullable Recording recording;
  private final long slow;
  private final Containment failures =
      new Containment(Listeners.class, "A listener (see ClientBuilder.listener)");

  /** Those of the program and of extensions, who count stanzas. */
  private volatile ClientListener[] counting = {};

  /** Those of them that are shown the XML. */
  private volatile WireListener[] wired = {};

  /** All listeners, and the recording. */
  private volatile ClientListener[] all;

  private long pausedAt;
  private Phase reached = Phase.RESOLVING;

  /**
   * The listeners of a client.
   *
   * @param loop the client's event loop
   * @param recording the flight recorder's; null if there is none
   * @param slow how long a callback may take before it is reported as slow
   */
  public Listeners(EventExecutor loop, @Nullable Recording recording, Duration slow) {
    this(loop, recording, Nanos.of(slow));
  }

  private Listeners(@Nullable EventExecutor loop, @Nullable Recording recording, long slow) {
    this.loop = loop;
    this.recording = recording;
    this.slow = slow;
    this.all = recording == null ? counting : new ClientListener[] {recording};
  }

  /** {@return nobody} */
  public static Listeners none() {
    return new Listeners(null, null, Long.MAX_VALUE);
  }

  /**
   * Sets the listeners of the program and of extensions.
   *
   * @param listeners the listeners, in order
   */
  public void set(List<ClientListener> listeners) {
    List<ClientListener> everybody = new ArrayList<>(listeners);
    if (recording != null) {
      everybody.add(recording);
    }
    counting = listeners.toArray(ClientListener[]::new);
    wired =
        listeners.stream()
            .filter(WireListener.class::isInstance)
            .map(WireListener.class::cast)
            .toArray(WireListener[]::new);
    all = everybody.toArray(ClientListener[]::new);
  }

  /** {@return whether anybody counts stanzas and requests} */
  public boolean isCounting() {
    return counting.length > 0;
  }

  private void each(Consumer<ClientListener> event) {
    for (ClientListener listener : all) {
      failures.call(event, listener);
    }
  }

  /** The client's state has changed. */
  public void entered(Status status) {
    each(listener -> listener.entered(status));
  }

  /** {@return whether anybody is shown the XML} */
  public boolean isWired() {
    return wired.length > 0;
  }

  /** XML was sent or received. */
  public void wire(WireEvent event) {
    for (WireListener listener : wired) {
      failures.call(shown -> shown.wire(event), listener);
    }
  }

  /** A phase of connecting begins. */
  public void reaches(Where where) {
    reached = where.phase();
    for (WireListener listener : wired) {
      failures.call(shown -> shown.reached(where), listener);
    }
  }

  /** {@return the phase of connecting that began last} */
  public Phase reached() {
    return reached;
  }

  /** An endpoint was tried for so many nanoseconds. */
  public void endpointTried(Phase phase, Result result, long nanos) {
    each(listener -> listener.endpointTried(phase, result, nanos));
  }

  /** An attempt to connect has succeeded after so many nanoseconds. */
  public void bound(boolean resumed, long nanos) {
    each(listener -> listener.bound(resumed, nanos));
  }

  /** An attempt to connect has failed after so many nanoseconds. */
  public void notBound(Phase phase, Result result, long nanos) {
    each(listener -> listener.notBound(phase, result, nanos));
  }

  /** A session has ended after so many nanoseconds. */
  public void ended(Result why, long nanos) {
    each(listener -> listener.ended(why, nanos));
  }

  /** The next attempt is made in so many nanoseconds. */
  public void reconnecting(int attempts, long delayNanos) {
    each(listener -> listener.reconnecting(attempts, delayNanos));
  }

  /**
   * Reading pauses or resumes.
   *
   * @param backlog what waits for callbacks
   */
  public void reading(Backlog backlog) {
    long now = System.nanoTime();
    if (backlog.paused()) {
      pausedAt = now;
      each(listener -> listener.readingPaused(backlog.stanzas(), backlog.bytes()));
    } else {
      long lasted = now - pausedAt;
      each(listener -> listener.readingResumed(lasted));
    }
  }

  /** {@return whether it matters how long a callback runs; from any thread} */
  public boolean wantsSlowCallbacks() {
    return isCounting() || (recording != null && recording.wantsSlowCallbacks());
  }

  /** A callback has run for so many nanoseconds; on its thread. */
  public void ran(long nanos) {
    if (nanos > slow) {
      each(listener -> listener.slowCallback(nanos));
    }
  }

  /** An element was dropped; from any thread. */
  public void dropped(Dropped.Reason reason) {
    if (all.length == 0) {
      return;
    }
    EventExecutor there = loop;
    if (there == null || there.inEventLoop()) {
      reportDropped(reason);
      return;
    }
    try {
      there.execute(() -> reportDropped(reason));
    } catch (RejectedExecutionException shutDown) {
      reportDropped(reason);
    }
  }

  private void reportDropped(Dropped.Reason reason) {
    for (ClientListener listener : all) {
      try {
        listener.dropped(reason);
      } catch (Throwable failure) {
        failures.failed(failure);
      }
    }
  }

  /** A stanza was received. */
  public void received(StanzaKind kind) {
    for (ClientListener listener : counting) {
      try {
        listener.received(kind);
      } catch (Throwable failure) {
        failures.failed(failure);
      }
    }
  }

  /** A stanza was given to the connection. */
  public void sent(StanzaKind kind) {
    for (ClientListener listener : counting) {
      try {
        listener.sent(kind);
      } catch (Throwable failure) {
        failures.failed(failure);
      }
    }
  }

  /** A request has ended after so many nanoseconds. */
  public void requestEnded(Result result, long nanos) {
    for (ClientListener listener : counting) {
      try {
        listener.requestEnded(result, nanos);
      } catch (Throwable failure) {
        failures.failed(failure);
      }
    }
  }
}
