/** Tests of a session without a network and without waiting: time passes when told. */
@NullMarked
package im.linnet.internal.outgoing;

import org.jspecify.annotations.NullMarked;
