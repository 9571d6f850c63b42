package im.linnet.connection;

import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.XmppException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a client's connection is doing.
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
 * <p>{@link Connected} is announced once for each stream, when stanzas can be sent. {@link Closed}
 * comes once and is the last. Whether a loss or a failure leads to {@link Waiting} or to {@link
 * Disconnected} is for the {@link ReconnectPolicy} to say; what the user cancels or closes never
 * leads to {@link Waiting}. {@code networkChanged()} does not connect a client that never was told
 * to connect, nor one whose {@code connect()} was cancelled.
 */
public sealed interface ConnectionState {

  /**
   * There is no connection, and none will be made until {@code connect()} is called or, if there
   * was one before, {@code networkChanged()}.
   *
   * @param cause why the last one ended or could not be made; null before the first
   */
  record Disconnected(@Nullable XmppException cause) implements ConnectionState {

    /** {@return the state with its cause, and with what would make a connection} */
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
   * There is no connection; the client will make one by itself, as its {@link ReconnectPolicy}
   * says.
   *
   * @param cause why the last one ended or could not be made
   * @param nextAttempt when the next attempt begins, by the clock of this machine
   * @param attempts how many attempts in a row have led to no lasting session, as in {@link
   *     ReconnectPolicy.Outage}
   */
  record Waiting(XmppException cause, Instant nextAttempt, int attempts)
      implements ConnectionState {}

  /** A connection is being made. */
  record Connecting() implements ConnectionState {}

  /**
   * A stream is bound.
   *
   * @param stream what was negotiated
   */
  record Connected(BoundStream stream) implements ConnectionState {}

  /** The stream is being ended by this side. */
  record Closing() implements ConnectionState {}

  /** The client is closed for good. */
  record Closed() implements ConnectionState {}
}
