/** Adapts connections carried by a {@link im.linnet.stream.Transport} to Netty channels. */
@NullMarked
package im.linnet.internal.transport;

import org.jspecify.annotations.NullMarked;
