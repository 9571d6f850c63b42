package im.linnet.sasl;

import im.linnet.failure.AuthenticationException;
import im.linnet.xml.Element;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One sign-in in progress.
 *
 * <p>Methods are called one at a time on a worker thread, never on an event loop, so they may
 * compute or block. An exception that is thrown fails the sign-in just as a failed stage does. An
 * {@link im.linnet.failure.XmppException} reaches the caller unchanged; any other becomes the cause
 * of an {@link AuthenticationException}. The mechanism's name is added to the failure.
 *
 * <p>A mechanism that sends one message can be a lambda: only {@link #initialResponse()} is
 * abstract.
 */
@FunctionalInterface
public interface SaslExchange extends AutoCloseable {

  /**
   * Returns the initial response, which is sent with the choice of the mechanism (RFC 6120, section
   * 6.4.2).
   *
   * @return the initial response, which may have zero bytes; an empty optional if the server speaks
   *     first
   */
  CompletionStage<Optional<byte[]>> initialResponse();

  /**
   * Returns elements to send beside the initial response, such as a request for a token for the
   * next sign-in. Called once, after {@link #initialResponse()} is done, if the carrying element
   * allows children: XEP-0388's {@code <authenticate/>} does, RFC 6120's {@code <auth/>} does not.
   *
   * @return the elements; by default none
   */
  default List<Element> elements() {
    return List.of();
  }

  /**
   * Receives the elements sent with the success beside the mechanism's data. Called after {@link
   * #succeeded} returned, and only if the element allows children. Ignores them by default.
   *
   * @param elements the server's elements, in order
   */
  default void received(List<Element> elements) {}

  /**
   * Answers a challenge. Fails by default, for mechanisms without challenges.
   *
   * @param challenge the challenge, decoded
   * @return the response; zero bytes for an empty one
   */
  default CompletionStage<byte[]> respond(byte[] challenge) {
    return CompletableFuture.failedStage(
        new AuthenticationException(
            AuthenticationException.Reason.MALFORMED,
            null,
            "The server sent a challenge, which the mechanism does not have",
            null));
  }

  /**
   * Called when the server reports success. Accepts it by default; a mechanism with server
   * authentication must override this and verify that the server has proved itself.
   *
   * @param additional the additional data with the success, decoded; zero bytes if there is none
   * @throws AuthenticationException if the server's proof is missing or wrong
   */
  default void succeeded(byte[] additional) {}

  /**
   * Called when the server accepts the credentials and demands a further task before the sign-in
   * succeeds (XEP-0388, section 2.6.3), such as one that {@link #elements()} asked for. A mechanism
   * with server authentication must verify here that the server has proved itself; {@link
   * #succeeded} is called at the end as well.
   *
   * @param additional the additional data, decoded; zero bytes if there is none
   * @param tasks the names of the tasks, one of which is to be performed
   * @return the name of the task that is performed by {@link #task}; null, which is the default,
   *     fails the sign-in
   * @throws AuthenticationException if the server's proof is missing or wrong
   */
  default @Nullable String continued(byte[] additional, List<String> tasks) {
    return null;
  }

  /**
   * Performs one step of the task that {@link #continued} chose. Fails by default.
   *
   * @param data the elements in the server's {@code <task-data/>}
   * @return the elements to answer with
   */
  default CompletionStage<List<Element>> task(List<Element> data) {
    return CompletableFuture.failedStage(
        new AuthenticationException(
            AuthenticationException.Reason.MALFORMED,
            null,
            "The server sent data of a task that was not begun",
            null));
  }

  /**
   * Called when the server refuses the sign-in, for instance to notify the source of the
   * credentials. Does nothing by default.
   *
   * @param condition the failure's condition as sent (RFC 6120, section 6.5), known or not
   */
  default void refused(String condition) {}

  /**
   * Returns the mechanism's data about a refusal, such as OAUTHBEARER's JSON. Called after the
   * server has refused.
   *
   * @return the data for {@link AuthenticationException#details()}, or null
   */
  default @Nullable String refusalDetails() {
    return null;
  }

  /**
   * Wipes secrets. Called exactly once, however the sign-in ended, by any thread. Must not block.
   */
  @Override
  default void close() {}
}
