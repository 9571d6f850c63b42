/**
 * Multi-User Chat (XEP-0045) and what belongs to it: direct invitations (XEP-0249), hats
 * (XEP-0317), self-ping (XEP-0410), occupant ids (XEP-0421), moderation (XEP-0425). {@link
 * im.linnet.rooms.Rooms} joins rooms and receives invitations, {@link im.linnet.rooms.Room} is one
 * room, {@link im.linnet.rooms.RoomAdmin} what its moderators and owners can do.
 */
@NullMarked
package im.linnet.rooms;

import org.jspecify.annotations.NullMarked;
