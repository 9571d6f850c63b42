/**
 * What a stanza passes between the user and the session, in both directions: filters and claims.
 */
@NullMarked
package im.linnet.internal.routing;

import org.jspecify.annotations.NullMarked;
