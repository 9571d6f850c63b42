/** What is built on the seams of a client, by the exported API alone. */
@NullMarked
package im.linnet.test.seams;

import org.jspecify.annotations.NullMarked;
