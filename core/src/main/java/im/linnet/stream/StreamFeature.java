package im.linnet.stream;

import im.linnet.failure.Phase;
import im.linnet.failure.XmppException;
import java.util.concurrent.CompletionStage;

/**
 * One step of a stream's negotiation, as a stateless value: RFC 6120, section 4.3.
 *
 * <p>The client holds its steps in one list. Whenever the server offers features, the first step in
 * the list that {@linkplain #accepts accepts} them runs. A step that ended with {@link
 * Outcome#NEXT} does not run again on the same stream; after {@link Outcome#RESTART} a new stream
 * begins, with nothing kept but the {@link Progress}.
 *
 * <p>Methods are called on the connection's event loop and must not block; {@link
 * Negotiation#worker()} is for what takes time.
 */
public interface StreamFeature {

  /** How a step ended. */
  enum Outcome {
    /** On with the next step, under the same features. */
    NEXT,
    /** The stream starts anew on the same connection. */
    RESTART,
    /** On as with {@link #NEXT}; the server counts stanzas from now on (XEP-0198, section 3). */
    MANAGED,
    /**
     * A stream of before goes on (XEP-0198, section 5): its address is noted by {@link
     * Negotiation#bound}, and nothing else is negotiated.
     */
    RESUMED
  }

  /** {@return the phase that errors name while this step runs} */
  Phase phase();

  /**
   * Tells whether this step is due.
   *
   * @param features what the server offers now
   * @param progress what has been reached
   * @return whether to {@link #negotiate}
   */
  boolean accepts(Features features, Progress progress);

  /**
   * Runs the step.
   *
   * @param negotiation the stream, to be used until the returned stage completes
   * @return how it ended; exceptionally, best with an {@link XmppException}, if the connection must
   *     be given up
   */
  CompletionStage<Outcome> negotiate(Negotiation negotiation);
}
