package im.linnet.stream;

import org.jspecify.annotations.Nullable;

/**
 * What a client's connection is doing.
 *
 * <pre>
 *   Disconnected ──connect()──► Connecting ──bound──► Connected
 *        ▲   ▲                    │    ▲                │   │
 *        │   └──────failed────────┘    └──see-other-host┘   │
 *        └──────────────────lost────────────────────────────┘
 *   any ──close()──► Closing ──► Closed
 * </pre>
 *
 * <p>{@link Connected} is announced once for each stream, when stanzas can be sent. {@link Closed}
 * comes once and is the last.
 */
public sealed interface ConnectionState {

  /**
   * There is no connection, and none is being made.
   *
   * @param cause why the last one ended or could not be made; null before the first
   */
  record Disconnected(@Nullable XmppException cause) implements ConnectionState {}

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
