package im.linnet.sasl.messenger;

import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.failure.AuthenticationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Connects a client that signs in by {@link
 * MessengerOauth2#tokens(im.linnet.sasl.messenger.oauth.TokenSource)}, and once more with another
 * token if the service refuses the first. The service closes the connection after a refusal, so
 * this takes a new one.
 */
public final class MessengerSignIn {

  private MessengerSignIn() {}

  /**
   * Connects.
   *
   * @param client the client
   * @return what was negotiated. Fails like {@link XmppClient#connect()}; if the service refuses
   *     the refreshed token too, that is final. Cancelling it gives the attempt up
   */
  public static CompletableFuture<BoundStream> connect(XmppClient client) {
    CompletableFuture<BoundStream> result = new CompletableFuture<>();
    attempt(client, result)
        .exceptionallyCompose(
            failure ->
                result.isDone() || !isRefusedToken(failure)
                    ? CompletableFuture.failedFuture(failure)
                    : attempt(client, result))
        .whenComplete(
            (stream, failure) -> {
              if (failure == null) {
                result.complete(stream);
              } else {
                result.completeExceptionally(unwrapped(failure));
              }
            });
    return result;
  }

  /** Given up when the result is cancelled. */
  private static CompletableFuture<BoundStream> attempt(
      XmppClient client, CompletableFuture<BoundStream> result) {
    CompletableFuture<BoundStream> attempt = client.connect();
    result.whenComplete((stream, failure) -> attempt.cancel(false));
    return attempt;
  }

  private static boolean isRefusedToken(Throwable failure) {
    return unwrapped(failure) instanceof AuthenticationException refusal
        && MessengerOauth2.NAME.equals(refusal.mechanism())
        && "not-authorized".equals(refusal.condition());
  }

  private static Throwable unwrapped(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
