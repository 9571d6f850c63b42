/**
 * Pre-Authenticated Roster Subscription (XEP-0379), Ad-hoc Account Invitation Generation (XEP-0401)
 * and Pre-Authenticated In-Band Registration (XEP-0445): {@link im.linnet.invites.Invites} makes
 * and accepts invitations, {@link im.linnet.invites.Invitation} reads their links.
 */
@NullMarked
package im.linnet.invites;

import org.jspecify.annotations.NullMarked;
