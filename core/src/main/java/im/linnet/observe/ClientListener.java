package im.linnet.observe;

import im.linnet.connection.Dropped;
import im.linnet.failure.Phase;

/**
 * Is called with each event of a client: for meters, logs and traces. Set by {@link
 * im.linnet.ClientBuilder#listener}, or by an extension ({@link im.linnet.Extension#listeners}).
 * Arguments are numbers and constants only: they reveal nothing of the user, and what happens for
 * each stanza or request ({@link #received}, {@link #sent}, {@link #requestEnded}, {@link
 * #dropped}) allocates nothing.
 *
 * <p><b>Threads.</b> All methods but {@link #slowCallback} are called on the client's event loop,
 * one at a time, in the order of events. They must return at once: a listener that blocks or waits
 * for a lock stops the client, and all clients that share the loop. (Once {@link
 * im.linnet.ClientResources} are shut down there is no loop; what is left to report is then called
 * on another thread.) {@link #slowCallback} is called on the thread of the callback.
 *
 * <p>What a method throws is logged and has no other effect. A listener that refers to the client
 * keeps it from being collected while it is connected.
 */
public interface ClientListener {

  /**
   * The client's state has changed. It begins as {@link Status#DISCONNECTED}, which is not
   * reported.
   *
   * @param status the new state
   */
  default void entered(Status status) {}

  /**
   * One endpoint was tried. An attempt to connect tries several if the first ones fail, and some
   * side by side. The end of the last one may be reported just after {@link #bound} or {@link
   * #notBound}.
   *
   * @param phase the phase in which it failed, or {@link Phase#SESSION} if a stream was bound
   * @param result how it ended; {@link Result#CANCELLED} also if another endpoint was faster. The
   *     phase is then the one that any endpoint has reached last
   * @param nanos how long it took, in nanoseconds
   */
  default void endpointTried(Phase phase, Result result, long nanos) {}

  /**
   * An attempt to connect has succeeded: stanzas can be sent.
   *
   * @param resumed whether the earlier stream continues (XEP-0198, section 5)
   * @param nanos how long it took from the start of the attempt, in nanoseconds
   */
  default void bound(boolean resumed, long nanos) {}

  /**
   * An attempt to connect has failed.
   *
   * @param phase the phase in which it failed
   * @param result why
   * @param nanos how long it took, in nanoseconds
   */
  default void notBound(Phase phase, Result result, long nanos) {}

  /**
   * The connection of a bound stream has ended. The stream may be resumed later.
   *
   * @param why why; {@link Result#CANCELLED} if this program closed it
   * @param nanos how long the connection lasted since {@link #bound}, in nanoseconds
   */
  default void ended(Result why, long nanos) {}

  /**
   * The client is going to connect again by itself, as its {@link
   * im.linnet.connection.ReconnectPolicy} decided.
   *
   * @param attempts the consecutive attempts without a lasting session so far
   * @param delayNanos the time until the next attempt, in nanoseconds
   */
  default void reconnecting(int attempts, long delayNanos) {}

  /**
   * The client stops reading, because too much waits for callbacks.
   *
   * @param stanzas how many stanzas wait
   * @param bytes their size in bytes
   */
  default void readingPaused(int stanzas, long bytes) {}

  /**
   * The client reads again, or the connection has ended.
   *
   * @param nanos how long reading was paused, in nanoseconds
   */
  default void readingResumed(long nanos) {}

  /**
   * A callback took longer than {@link im.linnet.ClientBuilder#slowCallbacks} allows. All callbacks
   * that wait behind it are late. Called on the callback's thread when it has returned.
   *
   * @param nanos how long it took, in nanoseconds
   */
  default void slowCallback(long nanos) {}

  /**
   * A stanza, or another element, was received and delivered to no one.
   *
   * @param reason why
   */
  default void dropped(Dropped.Reason reason) {}

  /**
   * A stanza was received that is not malformed. Called before it is delivered.
   *
   * @param kind its kind
   */
  default void received(StanzaKind kind) {}

  /**
   * A stanza was given to the connection. A stanza that is sent again when a stream is resumed is
   * reported once.
   *
   * @param kind its kind
   */
  default void sent(StanzaKind kind) {}

  /**
   * A request that was sent has been answered, or never will be.
   *
   * @param result {@link Result#SUCCEEDED} or {@link Result#ERROR_ANSWER} when the answer has
   *     arrived, before it is read; otherwise why there is none
   * @param nanos how long it took since the client took the request to send it, in nanoseconds
   */
  default void requestEnded(Result result, long nanos) {}
}
