/** Tests of what a stream tells: errors, states, places. */
@NullMarked
package im.linnet.stream;

import org.jspecify.annotations.NullMarked;
