package im.linnet.roster;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Where one account's roster outlives the program, so that a server with roster versioning (RFC
 * 6121, section 2.6) need not send it whole at the next sign-in. Written by users; without one the
 * roster lives as long as its client.
 *
 * <p>Neither method is called while a call of it is under way. They are called on threads that
 * others need, so work that blocks belongs on another thread.
 */
public interface RosterStore {

  /**
   * Reads what was written last.
   *
   * @return the roster, or null if there is none. A failure is logged and taken for none
   */
  CompletionStage<@Nullable RosterSnapshot> read();

  /**
   * Replaces what is kept. When the roster changes faster than it is written, states between are
   * left out.
   *
   * @param roster the roster, with its version
   * @return done when it is kept. A failure is logged
   */
  CompletionStage<Void> write(RosterSnapshot roster);
}
