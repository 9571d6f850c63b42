package im.linnet.commands;

import java.util.concurrent.CompletionStage;

/** One stage of a command that this client offers: see {@link Commands#offer}. */
@FunctionalInterface
public interface CommandHandler {

  /**
   * Handles a request. Called in order with the client's other callbacks, never on an event loop.
   *
   * @param request who asks, and the answered form of the stage before
   * @return the next stage, the result or a refusal, such as {@code
   *     CommandReply.done("Done").now()}. If it fails, or this method throws, the failure is
   *     logged, the request is answered with {@code internal-server-error}, and the session ends. A
   *     request without a reply within a minute is answered likewise
   */
  CompletionStage<CommandReply> handle(CommandRequest request);
}
