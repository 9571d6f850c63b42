/**
 * Rooms of gateways, joined the way of groupchat 1.0, which was there before XEP-0045 (see its
 * section 7.2.1): {@link im.linnet.groupchat1.GroupChats} joins rooms and receives invitations,
 * {@link im.linnet.groupchat1.GroupChat} is one room. Not for the rooms of today's servers.
 */
@NullMarked
package im.linnet.groupchat1;

import org.jspecify.annotations.NullMarked;
