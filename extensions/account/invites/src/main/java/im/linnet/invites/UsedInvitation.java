package im.linnet.invites;

import im.linnet.jid.Jid;

/**
 * Somebody has become a contact by an invitation of this client. Programs should show such contacts
 * (XEP-0379, section 5.3).
 *
 * @param contact the bare address of the new contact
 * @param invitation the invitation, which can't be used again
 */
public record UsedInvitation(Jid contact, Invitation invitation) {}
