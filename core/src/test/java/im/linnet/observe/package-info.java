/** Tests of what is told of a client. */
@NullMarked
package im.linnet.observe;

import org.jspecify.annotations.NullMarked;
