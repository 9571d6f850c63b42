package im.linnet.testkit.gateway;

import org.jspecify.annotations.Nullable;

/** What a user did, as the gateway and the legacy network see it. */
public sealed interface GatewayEvent {

  /** {@return the user's bare address} */
  String user();

  /**
   * A user registered or changed the registration (XEP-0077).
   *
   * @param user the user's bare address
   * @param username the address on the legacy network
   * @param change whether there was a registration before
   */
  record Registered(String user, String username, boolean change) implements GatewayEvent {}

  /**
   * A registration was refused.
   *
   * @param user the user's bare address
   * @param condition the error's condition
   */
  record RegistrationRefused(String user, String condition) implements GatewayEvent {}

  /**
   * A registration ended.
   *
   * @param user the user's bare address
   * @param cause what ended it
   */
  record Unregistered(String user, Unregistered.Cause cause) implements GatewayEvent {

    /** What ended a registration. */
    public enum Cause {
      /** {@code <remove/>} (XEP-0077, section 3.2). */
      REMOVE,
      /** A presence of type unsubscribe to the gateway. */
      UNSUBSCRIBE,
      /** A presence of type unsubscribed to the gateway. */
      UNSUBSCRIBED,
      /** {@link GatewayUser#unregister()}. */
      GATEWAY
    }
  }

  /**
   * A subscription stanza to the gateway itself.
   *
   * @param user the user's bare address
   * @param type such as {@code subscribed}
   */
  record GatewaySubscription(String user, String type) implements GatewayEvent {}

  /**
   * A session with the legacy network has begun.
   *
   * @param user the user's bare address
   * @param resource the client that began it
   */
  record SignedOn(String user, String resource) implements GatewayEvent {}

  /**
   * A session can be used: the contact list is loaded, and pushes and presences are sent.
   *
   * @param user the user's bare address
   * @param pushes the number of contacts pushed
   */
  record Ready(String user, int pushes) implements GatewayEvent {}

  /**
   * A user who is not registered, or whose password is refused, tried to begin a session.
   *
   * @param user the user's bare address
   * @param registered whether the user is registered
   */
  record SignOnRefused(String user, boolean registered) implements GatewayEvent {}

  /**
   * A session with the legacy network has ended.
   *
   * @param user the user's bare address
   * @param cause what ended it
   */
  record SignedOff(String user, SignedOff.Cause cause) implements GatewayEvent {

    /** What ended a session. */
    public enum Cause {
      /** The last client became unavailable. */
      UNAVAILABLE,
      /** A stanza of type error from the user. */
      ERROR_STANZA,
      /** A message to the gateway that begins with “end”. */
      END_COMMAND,
      /** The registration ended. */
      UNREGISTERED,
      /** The legacy network or the test. */
      GATEWAY
    }
  }

  /**
   * The user's state or personal message on the legacy network changed.
   *
   * @param user the user's bare address
   * @param state the state
   * @param personalMessage the personal message, empty for none
   */
  record StatusChanged(String user, LegacyState state, String personalMessage)
      implements GatewayEvent {}

  /**
   * The user's nickname on the legacy network changed.
   *
   * @param user the user's bare address
   * @param nickname the nickname
   */
  record NicknameChanged(String user, String nickname) implements GatewayEvent {}

  /**
   * The user's picture on the legacy network changed.
   *
   * @param user the user's bare address
   * @param hash the SHA-1 of the picture in the vCard, or null for the default picture
   */
  record AvatarChanged(String user, @Nullable String hash) implements GatewayEvent {}

  /**
   * The gateway requested the user's vCard.
   *
   * @param user the user's bare address
   */
  record CardRequested(String user) implements GatewayEvent {}

  /**
   * The user's client or server answered the request for the vCard.
   *
   * @param user the user's bare address
   * @param found whether the answer had a vCard
   */
  record CardReceived(String user, boolean found) implements GatewayEvent {}

  /**
   * Somebody read a contact's or the gateway's vCard.
   *
   * @param user the user's bare address
   * @param of the address that was asked
   */
  record CardRead(String user, String of) implements GatewayEvent {}

  /**
   * A message to a contact.
   *
   * @param user the user's bare address
   * @param contact the contact's address on the legacy network
   * @param text the body
   * @param noerror whether failures were not to be reported
   * @param delivered whether the contact was online
   */
  record Message(String user, String contact, String text, boolean noerror, boolean delivered)
      implements GatewayEvent {}

  /**
   * A user began or stopped typing to a contact (XEP-0022).
   *
   * @param user the user's bare address
   * @param contact the contact's address on the legacy network
   * @param composing whether the user is typing
   */
  record Typing(String user, String contact, boolean composing) implements GatewayEvent {}

  /**
   * A subscription stanza to a contact.
   *
   * @param user the user's bare address
   * @param contact the contact's address on the legacy network
   * @param type such as {@code subscribe}
   */
  record ContactSubscription(String user, String contact, String type) implements GatewayEvent {}

  /**
   * A prompt (jabber:iq:gateway).
   *
   * @param user the user's bare address
   * @param text what was to be translated; empty for none
   */
  record Prompted(String user, String text) implements GatewayEvent {}

  /**
   * The answer to Roster Item Exchange in an IQ.
   *
   * @param user the user's bare address
   * @param accepted whether it was a result
   */
  record PushAnswered(String user, boolean accepted) implements GatewayEvent {}

  /**
   * A user joined a room.
   *
   * @param user the user's bare address
   * @param room the room's name
   * @param nick the user's name in it
   */
  record RoomJoined(String user, String room, String nick) implements GatewayEvent {}

  /**
   * A user left a room.
   *
   * @param user the user's bare address
   * @param room the room's name
   */
  record RoomLeft(String user, String room) implements GatewayEvent {}

  /**
   * A user did not accept an invitation in time.
   *
   * @param user the user's bare address
   * @param room the room's name
   */
  record RoomExpired(String user, String room) implements GatewayEvent {}

  /**
   * A message to a room.
   *
   * @param user the user's bare address
   * @param room the room's name
   * @param text the body
   */
  record RoomMessage(String user, String room, String text) implements GatewayEvent {}

  /**
   * A user invited a contact to a room.
   *
   * @param user the user's bare address
   * @param room the room's address
   * @param contact the contact's address on the legacy network
   */
  record RoomInvitation(String user, String room, String contact) implements GatewayEvent {}
}
