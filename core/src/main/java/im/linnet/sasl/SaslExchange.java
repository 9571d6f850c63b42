package im.linnet.sasl;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * One sign-in in progress.
 *
 * <p>Methods are called one after the other on a worker thread, never on an event loop, so they may
 * compute or wait; what they throw ends the sign-in like a stage that fails.
 */
public interface SaslExchange extends AutoCloseable {

  /**
   * What is sent along with the choice of the mechanism (RFC 6120, section 6.4.2).
   *
   * @return the initial response, or empty if the server speaks first
   */
  CompletionStage<Optional<byte[]>> initialResponse();

  /**
   * Answers a challenge.
   *
   * @param challenge what the server sent, decoded
   * @return the response
   */
  CompletionStage<byte[]> respond(byte[] challenge);

  /**
   * The server says that the user is signed in.
   *
   * @param additional the data that came with the success, decoded; empty for none
   * @throws im.linnet.stream.AuthenticationException if the server owes a proof and did not give it
   */
  void succeeded(byte[] additional);

  /** Forgets what was secret; called once, however the sign-in ended. */
  @Override
  default void close() {}
}
