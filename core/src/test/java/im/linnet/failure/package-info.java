/** Tests of what failures say. */
@NullMarked
package im.linnet.failure;

import org.jspecify.annotations.NullMarked;
