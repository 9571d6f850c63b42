package im.linnet.stanza;

import java.util.concurrent.CompletionStage;

/** Answers the requests of one kind that others send to the client. */
@FunctionalInterface
public interface IqHandler {

  /**
   * Answers a request. Called in order with the client's other callbacks, never on an event loop.
   *
   * @param request the request, with exactly one payload
   * @return the reply, a result or an error, such as {@code Reply.result().now()}. If it fails, or
   *     this throws, that is logged, and the request is answered with {@code
   *     internal-server-error}; so it is if there is no reply within a minute
   */
  CompletionStage<Reply> handle(Iq request);
}
