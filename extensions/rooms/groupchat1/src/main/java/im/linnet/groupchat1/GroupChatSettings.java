package im.linnet.groupchat1;

import java.time.Duration;

/**
 * The limits of {@link GroupChats}, and what it does by itself.
 *
 * @param rooms the rooms that the user is in at a time, 1 or more
 * @param occupants the occupants that are listed of one room, 1 or more
 * @param invitations the invitations that are open at a time, 1 or more
 * @param answerLimit how long a room may take to confirm that the user has joined or left; positive
 * @param invitationLimit how long an invitation is open; positive. PyMSNt waits for 2 minutes
 * @param rejoin whether rooms that were lost with a stream are joined again
 */
public record GroupChatSettings(
    int rooms,
    int occupants,
    int invitations,
    Duration answerLimit,
    Duration invitationLimit,
    boolean rejoin) {

  /** Refuses limits that are not positive. */
  public GroupChatSettings {
    require("rooms", rooms);
    require("occupants", occupants);
    require("invitations", invitations);
    require("answerLimit", answerLimit);
    require("invitationLimit", invitationLimit);
  }

  /**
   * {@return 64 rooms with 512 occupants each, 64 invitations for 2 minutes, answers within 30
   * seconds, without rejoining}
   */
  public static GroupChatSettings standard() {
    return new GroupChatSettings(64, 512, 64, Duration.ofSeconds(30), Duration.ofMinutes(2), false);
  }

  /**
   * Sets how long a room may take to confirm that the user has joined or left.
   *
   * @param most the limit
   * @return a copy with it
   * @throws IllegalArgumentException if it is not positive
   */
  public GroupChatSettings answerLimit(Duration most) {
    return new GroupChatSettings(rooms, occupants, invitations, most, invitationLimit, rejoin);
  }

  /**
   * Sets how long an invitation is open.
   *
   * @param most the limit
   * @return a copy with it
   * @throws IllegalArgumentException if it is not positive
   */
  public GroupChatSettings invitationLimit(Duration most) {
    return new GroupChatSettings(rooms, occupants, invitations, answerLimit, most, rejoin);
  }

  /**
   * Joins rooms that were lost with a stream again: on the next stream, once the gateway of the
   * room is available, as a gateway accepts nothing before the user is signed on there.
   *
   * @return a copy that does so
   */
  public GroupChatSettings rejoining() {
    return new GroupChatSettings(rooms, occupants, invitations, answerLimit, invitationLimit, true);
  }

  private static void require(String name, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("%s: %d (expected: >= 1)".formatted(name, limit));
    }
  }

  private static void require(String name, Duration limit) {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("%s: %s (expected: > 0)".formatted(name, limit));
    }
  }
}
