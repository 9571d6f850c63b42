/**
 * What is received: stanzas, in their turn, past filters and claims to subscribers and handlers.
 */
@NullMarked
package im.linnet.internal.incoming;

import org.jspecify.annotations.NullMarked;
