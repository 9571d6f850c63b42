/**
 * Incoming stanzas: the order in which they pass filters and claims to subscribers and handlers.
 */
@NullMarked
package im.linnet.internal.incoming;

import org.jspecify.annotations.NullMarked;
