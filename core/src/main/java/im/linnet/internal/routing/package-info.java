/**
 * The two ways of a stanza between the user and the session: filters, claims, and the order in
 * which what goes out leaves them.
 */
@NullMarked
package im.linnet.internal.routing;

import org.jspecify.annotations.NullMarked;
