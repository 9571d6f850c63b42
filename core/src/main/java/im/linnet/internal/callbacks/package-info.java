/** The serial order in which a client's callbacks run, and the threads that run them. */
@NullMarked
package im.linnet.internal.callbacks;

import org.jspecify.annotations.NullMarked;
