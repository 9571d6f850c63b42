/** Code built on the seams of a client, using only the exported API. */
@NullMarked
package im.linnet.test.seams;

import org.jspecify.annotations.NullMarked;
