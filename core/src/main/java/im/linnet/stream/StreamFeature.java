package im.linnet.stream;

import im.linnet.failure.Phase;
import im.linnet.failure.StreamException;
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
   * Whether this step may begin before the server's features have arrived, on those that it offered
   * on the last connection, so that its first message needs no round trip of its own. Its first
   * message must do no harm on a server that does not offer the feature, and {@link
   * Negotiation#header()} fails until that has arrived.
   *
   * @return false by default
   */
  default boolean startsAhead() {
    return false;
  }

  /**
   * Runs the step.
   *
   * @param negotiation the stream; must not be used after the returned stage completes
   * @return what follows; fails, preferably with an {@link XmppException}, if the connection must
   *     be given up
   */
  CompletionStage<Next> negotiate(Negotiation negotiation);

  /**
   * Explains a stream error that the server sent while this step ran, if that is how the server
   * refuses what the step does; for instance as a failure to sign in.
   *
   * @param ended the failure, with the server's error
   * @param negotiation the stream; nothing can be sent any more
   * @return the failure to report; by default the one given
   */
  default XmppException explain(StreamException ended, Negotiation negotiation) {
    return ended;
  }
}
