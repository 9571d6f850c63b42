package im.linnet.rostersync;

import im.linnet.jid.Jid;
import java.util.concurrent.CompletionStage;

/**
 * Keeps the decisions of one account. {@link ConsentFile} is one; without a store they are kept as
 * long as the client. The calling threads are shared, so blocking work belongs on another thread.
 */
public interface ConsentStore {

  /**
   * Reads a decision.
   *
   * @param gateway the gateway's domain
   * @return the decision, {@link Decision#LATER} if there is none. A failure is logged, and the
   *     user is asked
   */
  CompletionStage<Decision> read(Jid gateway);

  /**
   * Stores a decision in place of an earlier one.
   *
   * @param gateway the gateway's domain
   * @param decision the decision; {@link Decision#LATER} removes the earlier one
   * @return completes when it is stored. A failure is logged
   */
  CompletionStage<Void> write(Jid gateway, Decision decision);
}
