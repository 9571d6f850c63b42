package im.linnet.rostersync;

import java.util.concurrent.CompletionStage;

/** Asks the user; implemented by programs. */
@FunctionalInterface
public interface Consent {

  /**
   * Asks whether to apply the suggestions of a gateway. Called once for each gateway without a
   * decision, however many suggestions there are; not again before the stage has completed. Called
   * in order with the client's callbacks, so it must not wait for the user itself.
   *
   * @param question the question
   * @return completes with the user's decision, at any time. A failure counts as {@link
   *     Decision#LATER}
   */
  CompletionStage<Decision> ask(Question question);
}
