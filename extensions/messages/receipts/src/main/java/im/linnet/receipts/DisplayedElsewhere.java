package im.linnet.receipts;

import im.linnet.forwarding.StanzaId;
import im.linnet.jid.Jid;

/**
 * Another device of the user has displayed a chat up to a message (XEP-0490). The state only moves
 * forward: what refers to a message that is older than the last one displayed here, or not in the
 * chat, means nothing (section 5.1).
 *
 * @param chat the bare address of the contact or the room; the full one of an occupant for private
 *     messages in a room
 * @param stanzaId the id that the user's server, or the room, gave the last message displayed
 */
public record DisplayedElsewhere(Jid chat, StanzaId stanzaId) {}
