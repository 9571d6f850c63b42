package im.linnet.groupchat1;

import im.linnet.jid.Jid;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An invitation to a room of a gateway. Accept it by {@link GroupChats#join}; to decline, do
 * nothing.
 *
 * @param room the bare address of the room
 * @param from the contact that invites, at the same gateway
 * @param text what the contact or the gateway says about it, at most 1,024 characters; or null
 * @param expires when the gateway gives up waiting, by the clock of this machine
 */
public record RoomInvitation(Jid room, Jid from, @Nullable String text, Instant expires) {}
