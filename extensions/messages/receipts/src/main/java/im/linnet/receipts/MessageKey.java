package im.linnet.receipts;

import im.linnet.jid.Jid;
import im.linnet.stanza.Message;

/**
 * What identifies a message: ids are unique only within a chat, as anybody can choose one that is
 * in use elsewhere.
 *
 * @param chat the bare address of the contact or the room, the full one of an occupant of a room
 *     for a private message
 * @param id the id of the message
 */
record MessageKey(Jid chat, String id) {

  private static final String MUC_USER = "http://jabber.org/protocol/muc#user";

  /**
   * The address of the chat that a message belongs to. A private message in a room is known by its
   * mark (XEP-0045, section 7.5).
   *
   * @param peer the other side: the recipient of a message sent, the sender of one received
   */
  static Jid chat(Message message, Jid peer) {
    boolean isPrivate =
        message.type() != Message.Type.GROUPCHAT
            && peer.resource() != null
            && message.element().child("x", MUC_USER) != null;
    return isPrivate ? peer : peer.bare();
  }
}
