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
 * <p>Methods are called one after the other on a worker thread, never on an event loop, so they may
 * compute or wait; what they throw ends the sign-in like a stage that fails. An {@link
 * im.linnet.failure.XmppException} reaches the caller as it is; anything else becomes the cause of
 * an {@link AuthenticationException}. A failure need not name the mechanism: that is added.
 *
 * <p>A mechanism that sends one message and awaits the verdict is one lambda: {@link
 * #initialResponse()} is the only method that has to be written.
 */
@FunctionalInterface
public interface SaslExchange extends AutoCloseable {

  /**
   * What is sent along with the choice of the mechanism (RFC 6120, section 6.4.2).
   *
   * @return the initial response, which may have no bytes; or empty if the server speaks first
   */
  CompletionStage<Optional<byte[]>> initialResponse();

  /**
   * What is asked for beside the initial response, where its element has room: a token for the next
   * sign-in, say. Asked once, after {@link #initialResponse()} is done. RFC 6120's {@code <auth/>}
   * has no room; XEP-0388's {@code <authenticate/>} has.
   *
   * @return the elements; by default none
   */
  default List<Element> elements() {
    return List.of();
  }

  /**
   * What came with the success beside the mechanism's own data. Called once the server has proved
   * itself by {@link #succeeded}, only where the element has room for it. By default it is ignored.
   *
   * @param elements what the server sent, in order
   */
  default void received(List<Element> elements) {}

  /**
   * Answers a challenge. By default there is nothing to be challenged for, so it fails.
   *
   * @param challenge what the server sent, decoded
   * @return the response; no bytes for an empty one
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
   * The server says that the user is signed in. By default that is taken on trust; a mechanism by
   * which the server proves itself must override this and check that it did.
   *
   * @param additional the data that came with the success, decoded; no bytes for none
   * @throws AuthenticationException if the server owes a proof and did not give it
   */
  default void succeeded(byte[] additional) {}

  /**
   * The server refuses: time to tell whoever issued the credentials, so that the next sign-in has
   * better ones. By default nobody is told.
   *
   * @param condition the failure's condition as sent (RFC 6120, section 6.5), known or not
   */
  default void refused(String condition) {}

  /**
   * What the server said about a refusal by way of the mechanism, such as OAUTHBEARER's JSON. Asked
   * once the server has refused.
   *
   * @return the server's words for {@link AuthenticationException#details()}, or null
   */
  default @Nullable String refusalDetails() {
    return null;
  }

  /**
   * Forgets what was secret; called exactly once, however the sign-in ended, by any thread. Must
   * not wait.
   */
  @Override
  default void close() {}
}
