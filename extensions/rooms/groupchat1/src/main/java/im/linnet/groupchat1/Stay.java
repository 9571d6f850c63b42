package im.linnet.groupchat1;

import java.util.concurrent.CompletableFuture;

/**
 * The user's stay in a room.
 *
 * <pre>
 *   Joining ──own presence──► In ──leave()──► Leaving ──own unavailable, or limit──► Over
 *      │ └──────────limit, cancelled, leave()───►┘                                    ▲
 *      └──────error, kick──────────►  any ──stream or gateway gone, removed───────────┘
 * </pre>
 */
sealed interface Stay {

  /**
   * The join was sent.
   *
   * @param entry completes when the user is in the room
   */
  record Joining(CompletableFuture<GroupChat> entry) implements Stay {}

  /** The room has announced the user. */
  record In() implements Stay {}

  /**
   * The leave was sent.
   *
   * @param exit completes when the user is out of the room
   * @param entered whether the user was in the room, so that the end is an event
   */
  record Leaving(CompletableFuture<Void> exit, boolean entered) implements Stay {}

  /** The user is not in the room. */
  record Over() implements Stay {}
}
