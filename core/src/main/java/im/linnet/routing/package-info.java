/**
 * Extension points on the path of stanzas through a client: {@link im.linnet.routing.Filter
 * filters} change, drop or answer outgoing and incoming stanzas, {@link im.linnet.routing.Claim
 * claims} deliver incoming stanzas to one subscriber only.
 */
@NullMarked
package im.linnet.routing;

import org.jspecify.annotations.NullMarked;
