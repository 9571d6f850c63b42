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
 *
 * <p>A step may begin before the features arrive that it rests on; see {@link KnownFeatures}.
 */
sealed interface NegotiationState {

  /** The step that has begun although the connection is not ready for its answers; or null. */
  default @Nullable Running begun() {
    return null;
  }

  /** The step that runs or has begun, or null. */
  default @Nullable RunningStep current() {
    Running begun = begun();
    return begun == null ? null : begun.step();
  }

  /** Whether the step has an answer to handle and waits for nothing. */
  default boolean isDeciding() {
    RunningStep step = current();
    return step != null && step.isDeciding();
  }

  /** The same without a step that has begun ahead. */
  default NegotiationState withoutGuess() {
    return this;
  }

  /**
   * The TLS handshake is under way.
   *
   * @param step the step that waits for it; null if TLS comes first, before any stream
   */
  record Securing(@Nullable Running step) implements NegotiationState {

    @Override
    public @Nullable Running begun() {
      return step;
    }
  }

  /**
   * The server's header is awaited.
   *
   * @param sent the client's header
   * @param begun the step that has begun ahead, or null
   */
  record AwaitingHeader(StreamOpening sent, @Nullable Running begun) implements NegotiationState {

    @Override
    public NegotiationState withoutGuess() {
      return new AwaitingHeader(sent, null);
    }
  }

  /**
   * Features are awaited, either the first on a stream or further ones.
   *
   * @param header the header of the stream
   * @param begun the step that has begun ahead, or null
   */
  record AwaitingFeatures(StreamHeader header, @Nullable Running begun)
      implements NegotiationState {

    @Override
    public NegotiationState withoutGuess() {
      return new AwaitingFeatures(header, null);
    }
  }

  /**
   * A step is running.
   *
   * @param offer the features that it runs on
   * @param step the step
   */
  record Running(Offer offer, RunningStep step) implements NegotiationState {

    @Override
    public RunningStep current() {
      return step;
    }
  }

  /**
   * The server has ended the stream, but the running step still decides on its last answer.
   *
   * @param offer the features that it runs on
   * @param step the step
   * @param why what ended the stream
   */
  record Deserted(Offer offer, RunningStep step, XmppException why) implements NegotiationState {

    @Override
    public RunningStep current() {
      return step;
    }
  }

  /** A stream is bound, and the session has taken over. */
  record Bound() implements NegotiationState {}

  /** The negotiation has failed. */
  record Failed() implements NegotiationState {}
}
