/** The pipeline's ends: bytes to stream events, and what is sent to bytes. */
@NullMarked
package im.linnet.internal.netty;

import org.jspecify.annotations.NullMarked;
