/**
 * Stream management for clients (XEP-0198): what was sent and is not acknowledged yet, what was
 * received, and how a stream that was lost is resumed. Knows nothing of connections.
 */
@NullMarked
package im.linnet.internal.management;

import org.jspecify.annotations.NullMarked;
