/** Tests of how one channel is opened. */
@NullMarked
package im.linnet.internal.dial;

import org.jspecify.annotations.NullMarked;
