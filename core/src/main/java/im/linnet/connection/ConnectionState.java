package im.linnet.connection;

import im.linnet.failure.XmppException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a client's connection is doing.
 *
 * <pre>
 *   Disconnected ──connect()──► Connecting ───bound───► Connected
 *     ▲  ▲                       │  │  ▲ ▲                │ │ │
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
 * leads to {@link Waiting}.
 */
public sealed interface ConnectionState {

  /**
   * There is no connection, and none will be made until somebody asks.
   *
   * @param cause why the last one ended or could not be made; null before the first
   */
  record Disconnected(@Nullable XmppException cause) implements ConnectionState {}

  /**
   * There is no connection; the client will make one by itself, as its {@link ReconnectPolicy}
   * says.
   *
   * @param cause why the last one ended or could not be made
   * @param nextAttempt when the next attempt begins, by the clock of this machine
   * @param attempts how many attempts in a row have led to no lasting session
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
