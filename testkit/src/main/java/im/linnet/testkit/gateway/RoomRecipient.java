package im.linnet.testkit.gateway;

/** Which address of the user a room sends its stanzas to. */
public enum RoomRecipient {
  /**
   * To the user's bare address, like PyMSNt. Servers of today return messages of type groupchat to
   * it (RFC 6121, section 8.5.2.1.1), and the gateway takes such an error for the end of the
   * session.
   */
  ACCOUNT,
  /** To the client that joined the room. */
  CLIENT
}
