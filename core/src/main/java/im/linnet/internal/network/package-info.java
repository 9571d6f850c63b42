/**
 * What transports may use of a client, and the further endpoints that they discover ({@link
 * im.linnet.internal.network.ClientNetwork}).
 */
@NullMarked
package im.linnet.internal.network;

import org.jspecify.annotations.NullMarked;
