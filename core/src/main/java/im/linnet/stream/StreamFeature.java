package im.linnet.stream;

import im.linnet.failure.Phase;
import im.linnet.failure.XmppException;
import java.util.concurrent.CompletionStage;

/**
 * One step of stream negotiation (RFC 6120, section 4.3), as a stateless value.
 *
 * <p>The client has one list of steps. Whenever the server offers features, the first step in the
 * list that {@linkplain #accepts accepts} them runs, then the next one, until none is due. A step
 * runs at most once per offer.
 *
 * <p>Methods are called on the connection's event loop and must not block; use {@link
 * Negotiation#worker()} for slow work.
 */
public interface StreamFeature {

  /** What follows a step. For its results see {@link Negotiation#note}. */
  enum Next {
    /** Continue with the next step, under the same features. */
    SAME_FEATURES,
    /** The server sends new features on the same stream (as in XEP-0388). */
    NEW_FEATURES,
    /** Open a new stream on the same connection; the {@link Facts} are kept. */
    NEW_STREAM,
    /** The stream is ready, whatever else the server offers. An address must have been noted. */
    DONE
  }

  /** {@return the phase that failures name while this step runs} */
  Phase phase();

  /**
   * Whether this step is due.
   *
   * @param features the features that the server currently offers; none if the client's header had
   *     no version
   * @param facts the facts established so far
   * @return true to {@link #negotiate}
   */
  boolean accepts(Features features, Facts facts);

  /**
   * Runs the step.
   *
   * @param negotiation the stream; must not be used after the returned stage completes
   * @return what follows; fails, preferably with an {@link XmppException}, if the connection must
   *     be given up
   */
  CompletionStage<Next> negotiate(Negotiation negotiation);
}
