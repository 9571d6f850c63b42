/**
 * Avatars and nicknames of contacts and of the user, by vCard-Based Avatars (XEP-0153) with the
 * nickname that PyMSNt's gateways add to it, and by User Avatar (XEP-0084). Start with {@link
 * im.linnet.avatar.Avatars}.
 */
@NullMarked
package im.linnet.avatar;

import org.jspecify.annotations.NullMarked;
