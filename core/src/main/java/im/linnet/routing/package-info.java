/**
 * The way of stanzas through a client, and where others may stand on it: {@link
 * im.linnet.routing.Filter filters} change, drop or answer what goes out and comes in, {@link
 * im.linnet.routing.Claim claims} take what arrives out of the general flow.
 */
@NullMarked
package im.linnet.routing;

import org.jspecify.annotations.NullMarked;
