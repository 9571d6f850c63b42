/** Tests of the handlers between bytes and stanzas. */
@NullMarked
package im.linnet.internal.netty;

import org.jspecify.annotations.NullMarked;
