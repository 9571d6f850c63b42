package im.linnet.stanza;

import java.util.concurrent.CompletionStage;

/** Handles one kind of incoming request. */
@FunctionalInterface
public interface IqHandler {

  /**
   * Handles a request. Called in order with the client's other callbacks, never on an event loop.
   *
   * @param request the request, with exactly one payload
   * @return the reply, a result or an error, such as {@code Reply.result().now()}. If it fails, or
   *     this method throws, the failure is logged and the request is answered with {@code
   *     internal-server-error}. A request without a reply within a minute is answered likewise
   */
  CompletionStage<Reply> handle(Iq request);
}
