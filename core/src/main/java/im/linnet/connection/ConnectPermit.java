package im.linnet.connection;

import java.util.concurrent.CompletionStage;

/**
 * Allows or forbids connection attempts, for programs in which several processes could connect the
 * same account or resume the same stream: see {@code ClientBuilder.permit}. Unlike a {@link
 * ReconnectPolicy}, which decides when to try again, it may take its time, such as to ask another
 * machine or to wait for its turn.
 */
@FunctionalInterface
public interface ConnectPermit {

  /** What the attempt begins with. */
  enum Purpose {
    /** There is a stream to resume, which the server keeps for a limited time. */
    RESUME,
    /** There is none: a resource is bound. */
    BIND
  }

  /**
   * Called before each attempt, the first included, on the client's event loop; must not block.
   *
   * @param purpose what the attempt begins with
   * @return true to allow it, completed on any thread; the attempt waits for it without a limit,
   *     unless it is cancelled. With false, or if it fails, the attempt fails with {@link
   *     im.linnet.failure.RefusedException}, and no further one is made before the next call of
   *     {@code connect()}
   */
  CompletionStage<Boolean> ask(Purpose purpose);
}
