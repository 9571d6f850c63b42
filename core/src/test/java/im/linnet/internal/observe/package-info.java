/** Tests of how listeners are called. */
@NullMarked
package im.linnet.internal.observe;

import org.jspecify.annotations.NullMarked;
