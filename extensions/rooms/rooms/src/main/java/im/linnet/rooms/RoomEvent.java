package im.linnet.rooms;

import im.linnet.failure.XmppException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.stanza.StanzaError;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What happens in a room, see {@link Rooms#onEvent}. Events come in the room's order and in order
 * with the client's other callbacks. There may be more kinds in later versions.
 */
public sealed interface RoomEvent {

  /** {@return the room} */
  Room room();

  /**
   * The user is in the room, and the room has announced its occupants.
   *
   * @param room the room
   * @param created whether the room is new (section 10.1)
   * @param again whether the room was joined again, after an interruption
   */
  record Entered(Room room, boolean created, boolean again) implements RoomEvent {}

  /**
   * The user is no longer in the room.
   *
   * @param room the room
   * @param departure why
   * @param rejoins whether the room will be joined again without the program's doing; then {@link
   *     Entered} or {@link NotRejoined} follows
   */
  record Left(Room room, Departure departure, boolean rejoins) implements RoomEvent {}

  /**
   * The room could not be joined again. Nothing more will happen in it.
   *
   * @param room the room
   * @param failure why, see {@link JoinProblem#of}
   */
  record NotRejoined(Room room, XmppException failure) implements RoomEvent {}

  /**
   * Somebody has come in. Those who were there before the user are not reported, see {@link
   * Room#occupants()}.
   *
   * @param room the room
   * @param occupant who
   */
  record OccupantJoined(Room room, Occupant occupant) implements RoomEvent {}

  /**
   * Somebody is gone.
   *
   * @param room the room
   * @param occupant who
   * @param departure why
   */
  record OccupantLeft(Room room, Occupant occupant, Departure departure) implements RoomEvent {}

  /**
   * Somebody, or the user, has another nickname.
   *
   * @param room the room
   * @param before the occupant with the former nickname
   * @param now the occupant with the new one
   */
  record OccupantRenamed(Room room, Occupant before, Occupant now) implements RoomEvent {}

  /**
   * The room has sent another presence of an occupant: role, affiliation, real address,
   * availability or something else in the presence has changed.
   *
   * @param room the room
   * @param before the occupant before
   * @param now the occupant now
   * @param presence the presence, with the status text
   */
  record OccupantChanged(Room room, Occupant before, Occupant now, Presence presence)
      implements RoomEvent {

    /** {@return the moderator's or admin's reason for another role or affiliation, or null} */
    public @Nullable String reason() {
      MucUser user = MucUser.of(presence);
      return user == null ? null : user.reason();
    }
  }

  /**
   * Somebody says something: to all or, as {@link RoomMessage#kind()} says, to the user alone.
   *
   * @param room the room
   * @param message the message
   */
  record Said(Room room, RoomMessage message) implements RoomEvent {}

  /**
   * The subject is another one, or the room sends the current one after the history (section
   * 7.2.15).
   *
   * @param room the room
   * @param subject the subject, or null for none
   * @param nick who set it, or null if the room does not say
   * @param set when it was set, or null if the room does not say
   */
  record SubjectChanged(
      Room room, @Nullable String subject, @Nullable String nick, @Nullable Instant set)
      implements RoomEvent {}

  /**
   * A moderator has retracted a message (XEP-0425).
   *
   * @param room the room
   * @param moderation which, and why
   */
  record Moderated(Room room, Moderation moderation) implements RoomEvent {}

  /**
   * The configuration is another one (section 10.2.1).
   *
   * @param room the room
   * @param codes the status codes of section 16.6.2: 104 something, 170 logged, 171 not logged, 172
   *     non-anonymous, 173 semi-anonymous; ejabberd sends only 104 for logging
   */
  record ConfigurationChanged(Room room, Set<Integer> codes) implements RoomEvent {

    /** Copies the codes. */
    public ConfigurationChanged {
      codes = Set.copyOf(codes);
    }
  }

  /**
   * The room announces its avatar (XEP-0486), which is in its vCard.
   *
   * @param room the room
   * @param hash the SHA-1 hash of the image in hexadecimal, or null for no avatar
   */
  record AvatarChanged(Room room, @Nullable String hash) implements RoomEvent {}

  /**
   * Somebody has declined an invitation (section 7.8.2).
   *
   * @param room the room
   * @param by who, or null if the room does not say
   * @param reason why, or null
   */
  record Declined(Room room, @Nullable Jid by, @Nullable String reason) implements RoomEvent {}

  /**
   * A message to the room or to an occupant has come back, and no future waits for it.
   *
   * @param room the room
   * @param message the message, with the user's own text in it
   * @param error why
   */
  record Bounced(Room room, Message message, StanzaError error) implements RoomEvent {}

  /**
   * The room itself has sent a message that is nothing of the above, such as the form of a request
   * for voice (section 8.6).
   *
   * @param room the room
   * @param message the message
   */
  record Notice(Room room, Message message) implements RoomEvent {}
}
