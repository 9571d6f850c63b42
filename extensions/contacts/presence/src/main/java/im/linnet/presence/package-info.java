/**
 * Presence (RFC 6121, section 4) and the invitations of section 3: {@link
 * im.linnet.presence.Presences} sends the user's own, keeps the latest of every contact, and holds
 * invitations until they are answered.
 */
@NullMarked
package im.linnet.presence;

import org.jspecify.annotations.NullMarked;
