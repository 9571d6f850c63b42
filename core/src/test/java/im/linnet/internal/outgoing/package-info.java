/** Tests of the futures returned by sending, without a network. */
@NullMarked
package im.linnet.internal.outgoing;

import org.jspecify.annotations.NullMarked;
