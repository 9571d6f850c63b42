package im.linnet.fleet.session;

import im.linnet.connection.SavedStream;
import im.linnet.stanza.Stanza;
import java.util.concurrent.CompletionStage;

/**
 * One session of one account, held by a node. All methods return at once, and may be called by any
 * thread; stages complete on any thread and fail with an {@link im.linnet.failure.XmppException}.
 */
public interface FleetSession {

  /**
   * Connects: resumes the stream given in the {@link SessionSetup} or the one lost last, else binds
   * anew. Asks the setup's permit before each attempt.
   *
   * @return done when online, which the setup's events have been told before; fails if this attempt
   *     does
   */
  CompletionStage<Void> connect();

  /**
   * Sends a stanza.
   *
   * @param stanza the stanza
   * @return done when the server has it, as {@link im.linnet.XmppClient#deliver}
   */
  CompletionStage<Void> deliver(Stanza stanza);

  /**
   * Ends the connection and leaves the stream to another session, as {@link
   * im.linnet.XmppClient#suspend}; the session is of no use afterwards, whatever the result.
   *
   * @return the stream; fails if there is none that can be resumed, and then the connection ends
   *     all the same
   */
  CompletionStage<SavedStream> suspend();

  /**
   * Ends the stream in order, so that nobody can resume it.
   *
   * @return done when nothing is open any more
   */
  CompletionStage<Void> close();
}
