package im.linnet.internal.stream;

import im.linnet.failure.XmppException;
import im.linnet.stream.StreamOpening;
import im.linnet.xml.StreamHeader;
import org.jspecify.annotations.Nullable;

/**
 * The state of one connection's negotiation.
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
   * @param step the step that waits for it; null if TLS comes first, before any stream
   */
  record Securing(@Nullable Running step) implements NegotiationState {}

  /**
   * The server's header is awaited.
   *
   * @param sent the client's header
   */
  record AwaitingHeader(StreamOpening sent) implements NegotiationState {}

  /**
   * Features are awaited, either the first on a stream or further ones.
   *
   * @param header the header of the stream
   */
  record AwaitingFeatures(StreamHeader header) implements NegotiationState {}

  /**
   * A step is running.
   *
   * @param offer the features that it runs on
   * @param step the step
   */
  record Running(Offer offer, RunningStep step) implements NegotiationState {}

  /**
   * The server has ended the stream, but the running step still decides on its last answer.
   *
   * @param offer the features that it runs on
   * @param step the step
   * @param why what ended the stream
   */
  record Deserted(Offer offer, RunningStep step, XmppException why) implements NegotiationState {}

  /** A stream is bound, and the session has taken over. */
  record Bound() implements NegotiationState {}

  /** The negotiation has failed. */
  record Failed() implements NegotiationState {}
}
