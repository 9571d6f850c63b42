package im.linnet.groupchat1;

import im.linnet.failure.XmppException;
import im.linnet.stanza.Message;
import im.linnet.stanza.Stanza;
import im.linnet.stanza.StanzaError;
import org.jspecify.annotations.Nullable;

/** An event of a room, see {@link GroupChats#onEvent}. */
public sealed interface GroupChatEvent {

  /** {@return the room} */
  GroupChat chat();

  /**
   * The user has joined. Who was announced before is listed in {@link GroupChat#occupants()}.
   *
   * @param chat the room
   */
  record Entered(GroupChat chat) implements GroupChatEvent {}

  /**
   * An occupant has joined, or was announced after the user had joined.
   *
   * @param chat the room
   * @param occupant the occupant
   */
  record Arrived(GroupChat chat, Occupant occupant) implements GroupChatEvent {}

  /**
   * An occupant has changed its presence.
   *
   * @param chat the room
   * @param occupant the occupant, with the new presence
   */
  record Changed(GroupChat chat, Occupant occupant) implements GroupChatEvent {}

  /**
   * An occupant has left.
   *
   * @param chat the room
   * @param occupant the occupant, with its last presence
   */
  record Departed(GroupChat chat, Occupant occupant) implements GroupChatEvent {}

  /**
   * A message with a text.
   *
   * @param chat the room
   * @param message the message
   */
  record Said(GroupChat chat, RoomMessage message) implements GroupChatEvent {}

  /**
   * The room has a new subject.
   *
   * @param chat the room
   * @param subject the subject, {@code ""} if it was removed
   * @param nick who set it; null for the room itself
   */
  record SubjectSet(GroupChat chat, String subject, @Nullable String nick)
      implements GroupChatEvent {}

  /**
   * A message of the user was not passed on. PyMSNt answers a message to one occupant with {@code
   * not-allowed}, from the room.
   *
   * @param chat the room
   * @param message the message that came back, from the room or the occupant it was sent to
   * @param error why
   */
  record Bounced(GroupChat chat, Message message, StanzaError error) implements GroupChatEvent {}

  /**
   * The user is no longer in the room.
   *
   * @param chat the room, which is over; {@link GroupChat#rejoin()} joins it again
   * @param why the reason
   * @param error the error of the room, or null
   */
  record Left(GroupChat chat, Why why, @Nullable StanzaError error) implements GroupChatEvent {

    /** Why the user is no longer in the room. */
    public enum Why {
      /** The user has left. */
      LEFT,
      /** The room or its gateway has removed the user. */
      REMOVED,
      /** The gateway has signed off, and its rooms ended with that. */
      GATEWAY_GONE,
      /** The room answered with an error that it can't be reached. */
      UNREACHABLE,
      /** The user became unavailable, so the server has left the rooms (RFC 6121, 4.6.3). */
      UNAVAILABLE,
      /** The stream ended; the server has left the rooms. */
      STREAM_ENDED
    }
  }

  /**
   * A room that was lost with a stream could not be joined again, see {@link
   * GroupChatSettings#rejoining()}.
   *
   * @param chat the room as it was
   * @param failure why, see {@link JoinProblem}
   */
  record NotRejoined(GroupChat chat, XmppException failure) implements GroupChatEvent {}

  /**
   * Something else from the room: a message without a text, an occupant that exceeds the limit, a
   * presence of another type.
   *
   * @param chat the room
   * @param stanza the stanza
   */
  record Other(GroupChat chat, Stanza stanza) implements GroupChatEvent {}
}
