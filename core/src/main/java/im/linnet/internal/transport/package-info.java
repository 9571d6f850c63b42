/**
 * Connections that are carried by a {@link im.linnet.stream.Transport} from outside, as channels
 * like any other.
 */
@NullMarked
package im.linnet.internal.transport;

import org.jspecify.annotations.NullMarked;
