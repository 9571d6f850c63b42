package im.linnet.stream;

import im.linnet.failure.Phase;
import im.linnet.failure.XmppException;
import java.util.concurrent.CompletionStage;

/**
 * One step of a stream's negotiation, as a stateless value: RFC 6120, section 4.3.
 *
 * <p>The client holds its steps in one list. Whenever the server offers features, the first step in
 * the list that {@linkplain #accepts accepts} them runs, and then the next one, until none is due.
 * A step runs once for each offer of features.
 *
 * <p>Methods are called on the connection's event loop and must not block; {@link
 * Negotiation#worker()} is for what takes time.
 */
public interface StreamFeature {

  /** What follows a step. What it established is no part of it: see {@link Negotiation#note}. */
  enum Next {
    /** On with the next step, under the same features. */
    SAME_FEATURES,
    /** The server sends features once more, without a new stream (as in XEP-0388). */
    NEW_FEATURES,
    /** A new stream is opened on the same connection; the {@link Facts} are kept. */
    NEW_STREAM,
    /** The stream is ready, whatever else the server offers: an address has been noted. */
    DONE
  }

  /** {@return the phase that errors name while this step runs} */
  Phase phase();

  /**
   * Tells whether this step is due.
   *
   * @param features what the server offers now; nothing, if the client's header had no version
   * @param facts what has been established
   * @return whether to {@link #negotiate}
   */
  boolean accepts(Features features, Facts facts);

  /**
   * Runs the step.
   *
   * @param negotiation the stream, to be used until the returned stage completes
   * @return what follows; exceptionally, best with an {@link XmppException}, if the connection must
   *     be given up
   */
  CompletionStage<Next> negotiate(Negotiation negotiation);
}
