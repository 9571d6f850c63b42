package im.linnet.rooms;

import im.linnet.RequestChain;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The user's stay in a room.
 *
 * <pre>
 *   Asking ──features──► Joining ──own presence──► In ──leave()──► Leaving ──own unavailable──► Over
 *     ▲                    │                        │                                            ▲
 *     │                    ├────refused, no answer──┼───────kicked, banned, destroyed────────────┤
 *     │                    ▼                        ▼                                            │
 *     └──stream, time──── Interrupted ◄──stream ended, room lost the user     any ──closed───────┘
 * </pre>
 *
 * <p>A first join that fails is over; only a later one returns to Interrupted, if the failure is
 * temporary.
 */
sealed interface Stay {

  /** A stay that begins. */
  sealed interface Entering extends Stay {

    /** Completes when the user is in the room. */
    RequestChain<Room> entry();

    /** Whether the user was in the room before. */
    boolean again();
  }

  /**
   * The room was asked for its features.
   *
   * @param entry completes when the user is in the room
   * @param again whether the user was in the room before
   */
  record Asking(RequestChain<Room> entry, boolean again) implements Entering {}

  /**
   * The join was sent.
   *
   * @param entry completes when the user is in the room
   * @param again whether the user was in the room before
   * @param id the id of the presence
   */
  record Joining(RequestChain<Room> entry, boolean again, String id) implements Entering {}

  /**
   * The room has announced the user.
   *
   * @param number tells the stays in the same room apart
   */
  record In(int number) implements Stay {}

  /**
   * The leave was sent.
   *
   * @param exit completes when the user is out of the room
   * @param in the stay that ends; null if the user was not in yet
   */
  record Leaving(CompletableFuture<Void> exit, @Nullable In in) implements Stay {}

  /** The user is not in the room, which will be joined again. */
  record Interrupted() implements Stay {}

  /** The user is not in the room. */
  record Over() implements Stay {}
}
