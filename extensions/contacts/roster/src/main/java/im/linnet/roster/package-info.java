/**
 * The contact list that a server keeps for an account (RFC 6121, section 2): {@link
 * im.linnet.roster.Roster} loads it and follows its changes.
 */
@NullMarked
package im.linnet.roster;

import org.jspecify.annotations.NullMarked;
