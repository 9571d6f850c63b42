/**
 * Contact lists that gateways suggest: roster-subsync, as PyMSNt 0.11 sends it, and Roster Item
 * Exchange (XEP-0144). {@link im.linnet.rostersync.RosterSync} applies them with the user's
 * consent.
 */
@NullMarked
package im.linnet.rostersync;

import org.jspecify.annotations.NullMarked;
