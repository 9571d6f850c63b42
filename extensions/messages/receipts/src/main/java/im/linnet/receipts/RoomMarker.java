package im.linnet.receipts;

import im.linnet.jid.Jid;
import im.linnet.stanza.Message;

/**
 * An occupant of a room has displayed its messages up to one (XEP-0333, section 4.3), also if that
 * happened before the user entered the room.
 *
 * @param occupant the full address of the occupant, as the sender; that the room is one which the
 *     user is in is not checked. Nicknames change hands: section 7 asks for the real address or for
 *     the occupant id (XEP-0421) in the message
 * @param id the id of the last message displayed, as the occupant wrote it
 * @param message the message with the marker
 */
public record RoomMarker(Jid occupant, String id, Message message) {}
