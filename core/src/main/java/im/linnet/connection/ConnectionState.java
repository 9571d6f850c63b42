package im.linnet.connection;

import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.XmppException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of a client's connection.
 *
 * <pre>
 *   Disconnected ──connect()──► Connecting ───bound───► Connected
 *     ▲  ▲  (or networkChanged())│  │  ▲ ▲                │ │ │
 *     │  └──failed or cancelled──┘  │  │ └─see-other-host─┘ │ │
 *     │                       failed│  │time, connect(),    │ │
 *     │                             ▼  │networkChanged()    │ │
 *     │                            Waiting ◄──────lost──────┘ │
 *     └────────────────────────lost───────────────────────────┘
 *   any ──close()──► Closing ──► Closed
 * </pre>
 *
 * <p>{@link Connected} is entered each time a stream is bound or resumed and stanzas can be sent.
 * {@link Closed} is final. After a loss or a failure, the {@link ReconnectPolicy} decides between
 * {@link Waiting} and {@link Disconnected}; cancelling or closing never leads to {@link Waiting}.
 * {@code networkChanged()} does not connect a client on which {@code connect()} was never called or
 * was cancelled.
 */
public sealed interface ConnectionState {

  /**
   * There is no connection, and none is made until {@code connect()} is called or, if there was one
   * before, {@code networkChanged()}.
   *
   * @param cause why the last connection ended or failed; null before the first
   */
  record Disconnected(@Nullable XmppException cause) implements ConnectionState {

    /** {@return the state with its cause, and how to connect again} */
    @Override
    public String toString() {
      return cause == null
          ? "Disconnected[call connect()]"
          : "Disconnected[%s; %s]".formatted(cause.getMessage(), remedy(cause));
    }

    private static String remedy(XmppException cause) {
      if (cause instanceof TransportException ended && ended.reason() == Reason.CLOSED_HERE) {
        return "connect() makes another connection";
      }
      return "connect() or networkChanged() tries again"
          + (cause.retryable() ? ", a ReconnectPolicy may do so by itself" : "");
    }
  }

  /**
   * There is no connection; the client makes one automatically, as its {@link ReconnectPolicy}
   * decided.
   *
   * @param cause why the last connection ended or failed
   * @param nextAttempt when the next attempt starts, by the clock of this machine
   * @param attempts the number of consecutive attempts without a lasting session, as in {@link
   *     ReconnectPolicy.Outage}
   */
  record Waiting(XmppException cause, Instant nextAttempt, int attempts)
      implements ConnectionState {}

  /** A connection is being made. */
  record Connecting() implements ConnectionState {}

  /**
   * A stream is bound.
   *
   * @param stream the stream
   */
  record Connected(BoundStream stream) implements ConnectionState {}

  /** The client is ending the stream. */
  record Closing() implements ConnectionState {}

  /** The client is closed for good. */
  record Closed() implements ConnectionState {}
}
