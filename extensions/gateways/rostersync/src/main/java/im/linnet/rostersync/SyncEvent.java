package im.linnet.rostersync;

import im.linnet.jid.Jid;
import java.util.List;

/** An event of {@link RosterSync#onEvent}. */
public sealed interface SyncEvent {

  /**
   * A suggestion was applied: the server has set name and groups, if they had to change, and the
   * presences were sent. Subscriptions follow as changes of the roster.
   *
   * @param suggestion the suggestion
   */
  record Applied(Suggestion suggestion) implements SyncEvent {}

  /**
   * A suggestion could not be applied.
   *
   * @param suggestion the suggestion
   * @param failure the server's refusal, or the failure of the connection
   */
  record Failed(Suggestion suggestion, Throwable failure) implements SyncEvent {}

  /**
   * Suggestions were not applied. Their presence or message was delivered to the client's
   * subscribers like any other, a request was answered with an error.
   *
   * @param gateway the sender's domain
   * @param suggestions the suggestions
   * @param reason why
   */
  record LeftToUser(Jid gateway, List<Suggestion> suggestions, Reason reason)
      implements SyncEvent {}

  /**
   * Items were ignored because they are malformed, or not of the gateway's domain.
   *
   * @param gateway the sender's domain
   * @param items how many
   */
  record Ignored(Jid gateway, int items) implements SyncEvent {}

  /** Why suggestions are left to the user. */
  enum Reason {
    /**
     * The user has denied them.
     *
     * <p>What to do: ask the user again, and call {@link RosterSync#decide}.
     */
    DENIED,
    /**
     * The sender is no gateway that the user has.
     *
     * <p>What to do: nothing, or register with the gateway first.
     */
    NOT_A_GATEWAY,
    /**
     * Too many suggestions wait already: see {@link SyncLimits}.
     *
     * <p>What to do: decide about those that wait, or set larger {@link SyncLimits}.
     */
    FULL
  }
}
