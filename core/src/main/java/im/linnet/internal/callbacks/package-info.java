/** The order in which the code of users is called, and the threads that call it. */
@NullMarked
package im.linnet.internal.callbacks;

import org.jspecify.annotations.NullMarked;
