package im.linnet.internal.stream;

import im.linnet.failure.XmppException;
import im.linnet.stream.StreamOpening;
import im.linnet.xml.StreamHeader;
import org.jspecify.annotations.Nullable;

/**
 * Where the negotiation of one connection stands.
 *
 * <pre>
 *   Securing ─► AwaitingHeader ─► AwaitingFeatures ─► Running ─► no step left, or DONE ─► Bound
 *      ▲              ▲                   ▲            │ │ │ ▲
 *      │              │                   │            │ │ └─┘ SAME_FEATURES
 *      │              │                   └────────────│─┘ NEW_FEATURES
 *      │              └────────────────────────────────┤ NEW_STREAM
 *      └──────────────────────────────────────────────►┤ a step secures the connection
 *                                                      └─► Deserted: the server is gone
 *   each ─► Failed
 * </pre>
 */
sealed interface NegotiationState {

  /**
   * The TLS handshake is under way.
   *
   * @param step what waits for it; null where TLS comes first, before any stream
   */
  record Securing(@Nullable Running step) implements NegotiationState {}

  /**
   * The server's header is awaited.
   *
   * @param sent the client's header
   */
  record AwaitingHeader(StreamOpening sent) implements NegotiationState {}

  /**
   * Features are awaited, the first on a stream or further ones.
   *
   * @param header the header of the stream
   */
  record AwaitingFeatures(StreamHeader header) implements NegotiationState {}

  /**
   * A step runs.
   *
   * @param offer the features that it runs on
   * @param step the step
   */
  record Running(Offer offer, RunningStep step) implements NegotiationState {}

  /**
   * The server is done with us, but the step that runs still decides on its last word.
   *
   * @param offer the features that it runs on
   * @param step the step
   * @param why what ended the stream
   */
  record Deserted(Offer offer, RunningStep step, XmppException why) implements NegotiationState {}

  /** A stream is bound, and the session has taken over. */
  record Bound() implements NegotiationState {}

  /** The connection was given up. */
  record Failed() implements NegotiationState {}
}
