/** Tests of watching a client: listeners and health. */
@NullMarked
package im.linnet.observe;

import org.jspecify.annotations.NullMarked;
